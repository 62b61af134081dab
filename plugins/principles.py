"""The ten principles: all of them on one page, and each with everything written about it, blog and archives."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pelican import signals
from pelican.generators import Generator

from plugins import addresses, listings
from plugins import build as builds
from plugins.blog import posts_and_archived
from plugins.build import Build
from plugins.intrasite import body
from plugins.items import Item
from plugins.listings import Stream
from plugins.parts import Aside, Head, Link, Listing
from plugins.views import PrinciplesView, PrincipleView
from sociable.vocabulary import Principle

STANDFIRST = (
    "What a sociable organisation looks like to the people it serves, and to the people who work there. "
    "Every post, old or new, is filed by the ones it speaks to."
)
EMPTY = "Nobody has written about this principle yet. That is a gap worth filling, and yours to fill."


class PrinciplesGenerator(Generator):  # type: ignore[misc]
    """Writes the page of the ten and a page for each."""

    def generate_output(self, writer: Any) -> None:
        """Write all pages about principles."""
        build = builds.of(self.settings)
        groups = build.catalogue.by(lambda item: item.principles)
        principles = tuple(build.vocabulary.principles.values())
        write_all(build, principles, {name: len(items) for name, items in groups.items()})
        for index, principle in enumerate(principles):
            before = principles[index - 1] if index else None
            after = principles[index + 1] if index + 1 < len(principles) else None
            write_one(build, principle, groups.get(principle.id, ()), (before, after))


def write_all(build: Build, principles: Sequence[Principle], counts: dict[str, int]) -> None:
    """Write the page of the ten, five and five."""
    marks = [listings.mark(build, one, counts.get(one.id, 0)) for one in principles]
    view = PrinciplesView(
        site=listings.site(build),
        head=listings.head(build, "Principles", "principles/", section="principles", description=STANDFIRST),
        title="Ten principles",
        standfirst=STANDFIRST,
        outside=tuple(mark for mark in marks if mark.side == "outside"),
        inside=tuple(mark for mark in marks if mark.side == "inside"),
    )
    build.pages.write("principles/", "principles.html", view)


def write_one(
    build: Build,
    principle: Principle,
    items: Sequence[Item],
    neighbours: tuple[Principle | None, Principle | None],
) -> None:
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
            asides=_asides(build, items),
            listing=listing,
            before=before,
            after=after,
        )

    name = f"{principle.side.capitalize()} {principle.number}: {principle.title}"
    stream = Stream(
        path=addresses.principle_path(principle.id),
        title=name,
        items=items,
        folio=folio,
        section="principles",
        standfirst=principle.summary,
        empty=EMPTY,
    )
    listings.write(build, stream, first)


def _neighbour(build: Build, principle: Principle | None) -> Link | None:
    if principle is None:
        return None
    name = f"{principle.side.capitalize()} {principle.number}: {principle.title}"
    return Link(name, build.place.href(addresses.principle_path(principle.id)))


def _asides(build: Build, items: Sequence[Item]) -> tuple[Aside, ...]:
    """Which organisations have written about it, and how much."""
    groups: dict[str, list[Item]] = {}
    for item in items:
        for name in item.organisations:
            groups.setdefault(name, []).append(item)
    known = build.vocabulary.organisations
    links = tuple(
        Link(one.name, build.place.href(addresses.organisation_path(one.id)), note=posts_and_archived(groups[one.id]))
        for one in known.values()
        if one.id in groups
    )
    return (Aside("Who has written about it", links),) if links else ()


def generators(pelican: Any) -> type[PrinciplesGenerator]:
    """What Pelican asks for with ``get_generators``."""
    return PrinciplesGenerator


def register() -> None:
    """Plug in."""
    signals.get_generators.connect(generators)
