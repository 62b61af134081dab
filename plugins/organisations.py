"""The organisations: an index, and a page for each with what it has written on every principle."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pelican import signals

from plugins import addresses, cells, charts, listings
from plugins.blog import organisation_items
from plugins.build import Build
from plugins.generator import PartGenerator
from plugins.intrasite import body
from plugins.items import Item, organisations_of
from plugins.listings import Stream
from plugins.parts import Head, IndexGroup, IndexItem, Link, Listing, Side
from plugins.progress import progress
from plugins.standing import Standing
from plugins.views import IndexView, OrganisationView
from sociable.vocabulary import Organisation


class OrganisationsGenerator(PartGenerator):
    """Writes the index of organisations and a page for each."""

    def write(self, build: Build) -> None:
        """Write all pages about organisations."""
        write_index(build)
        groups = build.catalogue.by(organisations_of)
        for organisation in build.vocabulary.organisations.values():
            write_one(build, organisation, groups.get(organisation.id, ()))


def write_index(build: Build) -> None:
    """Write the list of all organisations."""
    group = IndexGroup("", organisation_items(build), empty="No organisation has joined yet.")
    view = IndexView(
        site=listings.site(build),
        head=listings.head(build, "Organisations", "organisations/", section="organisations"),
        title="Organisations",
        folio=(),
        groups=(group,),
        standfirst="The councils and NHS bodies whose people write here, or wrote in the archives.",
    )
    build.pages.write("organisations/", "index_of.html", view)


def write_one(build: Build, organisation: Organisation, items: Sequence[Item]) -> None:
    """Write an organisation's page, listing and feed."""
    folio = (Link("Organisations", build.place.href("organisations/")),)
    chart = charts.of_organisation(build.board, organisation, tuple(build.vocabulary.principles.values()))

    def first(listing: Listing, head: Head) -> tuple[str, OrganisationView]:
        return "organisation.html", OrganisationView(
            site=listings.site(build),
            head=head,
            folio=folio,
            name=organisation.name,
            kind=organisation.kind,
            standfirst=organisation.summary,
            html=body(build, organisation.body, organisation.path),
            url=organisation.url,
            outside=_standings(build, organisation, "outside"),
            inside=_standings(build, organisation, "inside"),
            authors=_authors(build, organisation),
            listing=listing,
            chart=chart,
            reviewed=addresses.stamp(organisation.reviewed) if chart else None,
        )

    stream = Stream(
        path=addresses.organisation_path(organisation.id),
        title=organisation.name,
        items=items,
        folio=folio,
        section="organisations",
        standfirst=organisation.summary,
        apart=True,
        empty="Nobody has written for this organisation yet.",
    )
    listings.write(build, stream, first)


def _standings(build: Build, organisation: Organisation, side: Side) -> tuple[Standing, ...]:
    """How far it is with each principle of a side, and how much it has written about it."""
    return tuple(
        Standing(
            mark=listings.mark(build, one),
            cell=cells.cell(build, one.id, organisation),
            progress=progress(build, one.id, organisation),
        )
        for one in build.vocabulary.principles.values()
        if one.side == side
    )


def _authors(build: Build, organisation: Organisation) -> tuple[IndexItem, ...]:
    """The authors who write or wrote for it, each with when."""
    return tuple(
        IndexItem(Link(author.name, build.place.href(build.author_path(author.id))), note=stay)
        for author in build.vocabulary.authors.values()
        for affiliation in author.affiliations
        if affiliation.organisation == organisation.id
        for stay in [addresses.span(affiliation.since, affiliation.until)]
    )


def generators(pelican: Any) -> type[OrganisationsGenerator]:
    """What Pelican asks for with ``get_generators``."""
    return OrganisationsGenerator


def register() -> None:
    """Plug in."""
    signals.get_generators.connect(generators)
