"""The authors of the shared blog: an index, and a page for each with where they have worked and what they wrote."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pelican import signals

from plugins import addresses, listings
from plugins.build import Build
from plugins.generator import PartGenerator
from plugins.intrasite import body
from plugins.items import Item
from plugins.listings import Stream
from plugins.parts import Head, IndexGroup, IndexItem, Link, Listing
from plugins.views import AuthorView, IndexView
from sociable.vocabulary import Profile


class AuthorsGenerator(PartGenerator):
    """Writes the index of authors and a page for each."""

    def write(self, build: Build) -> None:
        """Write all pages about authors; in a stock theme only those of authors who have not written yet."""
        groups: dict[str, list[Item]] = {}
        for item in build.catalogue.blog():
            for name in item.post.authors:
                groups.setdefault(name, []).append(item)
        if not build.is_stock:
            write_index(build, groups)
        for author in build.vocabulary.authors.values():
            if not (build.is_stock and author.id in groups):
                write_one(build, author, groups.get(author.id, ()))


def write_index(build: Build, groups: dict[str, list[Item]]) -> None:
    """Write the list of all authors."""
    lines = tuple(
        IndexItem(
            Link(author.name, build.place.href(addresses.author_path(author.id))),
            addresses.counted(len(groups.get(author.id, ())), "post", "posts"),
        )
        for author in build.vocabulary.authors.values()
    )
    view = IndexView(
        site=listings.site(build),
        head=listings.head(build, "Authors", "authors/", section="blog"),
        title="Authors",
        folio=(Link("Blog", build.place.href("blog/")),),
        groups=(IndexGroup("", lines, empty="Nobody has written here yet."),),
        standfirst="Who writes on the blog. The authors of an archived blog are listed in its archive.",
    )
    build.pages.write("authors/", "index_of.html", view)


def write_one(build: Build, author: Profile, items: Sequence[Item]) -> None:
    """Write an author's page, listing and feed."""
    folio = () if build.is_stock else (Link("Authors", build.place.href("authors/")),)

    def first(listing: Listing, head: Head) -> tuple[str, AuthorView]:
        return "author.html", AuthorView(
            site=listings.site(build),
            head=head,
            folio=folio,
            name=author.name,
            html=body(build, author.body, author.path),
            affiliations=_affiliations(build, author),
            listing=listing,
        )

    stream = Stream(
        path=build.author_path(author.id),
        title=author.name,
        items=items,
        folio=folio,
        section="blog",
        feed=not build.is_stock,
        empty="Nothing on the blog yet.",
    )
    listings.write(build, stream, first)


def _affiliations(build: Build, author: Profile) -> tuple[IndexItem, ...]:
    known = build.vocabulary.organisations
    return tuple(
        IndexItem(
            Link(known[one.organisation].name, build.place.href(addresses.organisation_path(one.organisation))),
            note=addresses.span(one.since, one.until),
        )
        for one in author.affiliations
    )


def generators(pelican: Any) -> type[AuthorsGenerator]:
    """What Pelican asks for with ``get_generators``."""
    return AuthorsGenerator


def register() -> None:
    """Plug in."""
    signals.get_generators.connect(generators)
