"""Where a principle and an organisation meet: the cell of the matrix, and the page with its posts.

A cell without posts has a page too: it says that nothing has been written, and how to be the first. So its address
stays the same when somebody is, and whoever follows its feed hears of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from plugins import addresses, listings
from plugins.board import Count
from plugins.build import Build
from plugins.items import Item
from plugins.listings import Stream
from plugins.parts import Head, Link, Listing, Stamp
from plugins.progress import now, progress
from plugins.standing import Cell
from plugins.views import CellView
from sociable.vocabulary import Organisation, Principle


def cell(build: Build, principle: str, organisation: Organisation) -> Cell:
    """The cell of a principle (by id) and an organisation."""
    return _cell(
        Count.of(build.board.cells.get((principle, organisation.id), ())),
        href=build.place.href(addresses.cell_path(principle, organisation.id)),
        stage=now(build, principle, organisation),
    )


def total(items: Sequence[Item]) -> Cell:
    """A cell that leads nowhere: how many ``items`` there are, newest first."""
    return _cell(Count.of(items))


def tally(items: Sequence[Item]) -> Cell:
    """A cell that leads nowhere and does not say how recent: its row does."""
    count = Count.of(items)
    return Cell(count.blog, count.archived)


def _cell(count: Count, **more: Any) -> Cell:
    return Cell(count.blog, count.archived, _year(count.newest), **more)


def _year(day: date | None) -> Stamp | None:
    return Stamp(day.isoformat(), str(day.year)) if day else None


def name(principle: Principle) -> str:
    """«Outside 3: Wants to hear»."""
    return f"{principle.side.capitalize()} {principle.number}: {principle.title}"


def write(build: Build, principle: Principle, organisation: Organisation) -> None:
    """Write what an organisation has written about a principle: page, listing and feed."""
    href = build.place.href
    home = Link(organisation.name, href(addresses.organisation_path(organisation.id)))
    items = build.board.cells.get((principle.id, organisation.id), ())

    def first(listing: Listing, head: Head) -> tuple[str, CellView]:
        return "cell.html", CellView(
            site=listings.site(build),
            head=head,
            folio=(Link("Principles", href("principles/")),),
            mark=listings.mark(build, principle),
            organisation=home,
            listing=listing,
            progress=progress(build, principle.id, organisation),
            ways=() if items else _ways(build, principle, home),
        )

    stream = Stream(
        path=addresses.cell_path(principle.id, organisation.id),
        title=f"{name(principle)}, at {organisation.name}",
        items=items,
        folio=(Link("Principles", href("principles/")), home),
        section="principles",
        standfirst=f"What {organisation.name} has written about this principle.",
        apart=True,
        empty=_gap(build, principle, organisation),
    )
    listings.write(build, stream, first)


def _gap(build: Build, principle: Principle, organisation: Organisation) -> str:
    others = len(build.board.principles.get(principle.id, ()))
    nobody = f"Nobody at {organisation.name} has written about this principle, on the blog or in an archive."
    if not others:
        return f"{nobody} Nor has anybody else: whoever writes now is the first of all."
    speak = "post by others speaks" if others == 1 else "posts by others speak"
    return f"{nobody} {others:,} {speak} to it."


def _ways(build: Build, principle: Principle, organisation: Link) -> tuple[Link, ...]:
    """Three true ways on from a gap."""
    others = len(build.board.principles.get(principle.id, ()))
    read = f"Read what others say about “{principle.title}”" if others else f"Read what “{principle.title}” means"
    return (
        Link(read, build.place.href(addresses.principle_path(principle.id))),
        Link(f"See what {organisation.text} has written", organisation.href),
        writing(build),
    )


def writing(build: Build) -> Link:
    """The way to write a post: the page that explains it, else the address to write to."""
    page = next((page for page in build.site_pages if page.slug == build.settings["WRITING_PAGE"]), None)
    if page:
        return Link("Write the first one", build.place.href(page.url))
    address = build.settings["REPLY_ADDRESS"]
    return Link(f"Write the first one: send it to {address}", f"mailto:{address}")
