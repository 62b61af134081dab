"""The ten principles: the matrix, each with everything written about it, and each at every organisation."""

from __future__ import annotations

from typing import Any

from pelican import signals

from plugins import addresses, cells, charts, listings, matrix
from plugins.build import Build
from plugins.generator import PartGenerator
from plugins.intrasite import body
from plugins.listings import Stream
from plugins.parts import Head, Link, Listing
from plugins.progress import progress
from plugins.standing import Standing
from plugins.views import PrincipleView
from sociable.vocabulary import Organisation, Principle

EMPTY = "Nobody has written about this principle yet. That is a gap worth filling, and yours to fill."


class PrinciplesGenerator(PartGenerator):
    """Writes the matrix, a page for each principle, and one for each principle at each organisation."""

    def write(self, build: Build) -> None:
        """Write all pages about principles."""
        matrix.write(build)
        principles = tuple(build.vocabulary.principles.values())
        for before, principle, after in zip((None, *principles), principles, (*principles[1:], None), strict=False):
            write_one(build, principle, (before, after))
            for organisation in build.vocabulary.organisations.values():
                cells.write(build, principle, organisation)


def write_one(build: Build, principle: Principle, neighbours: tuple[Principle | None, Principle | None]) -> None:
    """Write a principle's page, listing and feed."""
    before, after = (_neighbour(build, one) for one in neighbours)
    folio = (Link("Principles", build.place.href("principles/")),)

    def first(listing: Listing, head: Head) -> tuple[str, PrincipleView]:
        return "principle.html", PrincipleView(
            site=listings.site(build),
            head=head,
            folio=folio,
            mark=listings.mark(build, principle),
            standfirst=principle.summary,
            html=body(build, principle.body, principle.path),
            standings=_standings(build, principle),
            chart=charts.of_principle(build.board, principle, build.vocabulary.organisations),
            listing=listing,
            before=before,
            after=after,
        )

    stream = Stream(
        path=addresses.principle_path(principle.id),
        title=cells.name(principle),
        items=build.board.principles.get(principle.id, ()),
        folio=folio,
        section="principles",
        standfirst=principle.summary,
        apart=True,
        empty=EMPTY,
    )
    listings.write(build, stream, first)


def _standings(build: Build, principle: Principle) -> tuple[Standing, ...]:
    """Where every organisation stands: the furthest first, then those that have only written, then the rest."""

    def order(organisation: Organisation) -> tuple[int, bool]:
        said = build.board.now(principle.id, organisation.id)
        return -said.stage if said else 1, (principle.id, organisation.id) not in build.board.cells

    return tuple(
        Standing(
            link=Link(one.name, build.place.href(addresses.organisation_path(one.id))),
            cell=cells.cell(build, principle.id, one),
            progress=progress(build, principle.id, one),
        )
        for one in sorted(build.vocabulary.organisations.values(), key=order)
    )


def _neighbour(build: Build, principle: Principle | None) -> Link | None:
    if principle is None:
        return None
    return Link(cells.name(principle), build.place.href(addresses.principle_path(principle.id)))


def generators(pelican: Any) -> type[PrinciplesGenerator]:
    """What Pelican asks for with ``get_generators``."""
    return PrinciplesGenerator


def register() -> None:
    """Plug in."""
    signals.get_generators.connect(generators)
