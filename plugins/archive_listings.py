"""The listings of an archive: home, years, months, days, categories, tags, authors; undated posts last."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date

from plugins import addresses, feeds, listings
from plugins.addresses import MONTHS
from plugins.archive_posts import ACCOUNT_TITLE, folio
from plugins.build import Build
from plugins.conversations import mail
from plugins.items import Item
from plugins.listings import Stream
from plugins.parts import Fact, IndexGroup, IndexItem, Link, Listing, Month, Year
from plugins.prose import prose
from plugins.reader import html
from plugins.shelves import Shelf
from plugins.views import ArchiveView
from sociable.archive import seal
from sociable.archive.addresses import (
    ACCOUNT,
    UNDATED,
    author_path,
    category_path,
    day_path,
    month_path,
    tag_path,
    year_path,
)
from sociable.archive.folder import Archive
from sociable.model import Term

LATEST = 10
"""Posts shown on an archive's home; the rest are a month away."""


def write_listings(build: Build, shelf: Shelf) -> None:
    """Write the archive's home and every listing that the old blog had."""
    archive = shelf.archive
    items = build.catalogue.archived(archive.name)
    write_home(build, shelf, items)
    for path, title, listed in [
        *_dated(items),
        *_categories(archive, items),
        *_tags(archive, items),
        *_authors(archive, items),
        *_undated(items),
    ]:
        stream = Stream(
            path=addresses.archive_path(archive.name, path),
            title=title,
            items=listed,
            folio=folio(build, archive),
            section="archive",
            voice="archived",
            origin=False,
            feed=path.startswith(("category/", "tag/", "author/")),
        )
        listings.write(build, stream)


Listed = tuple[str, str, Sequence[Item]]


def _dated(items: Iterable[Item]) -> list[Listed]:
    """The years, months and days that have posts."""
    groups: dict[tuple[str, str], list[Item]] = {}
    for item in items:
        if item.day:
            for key in _periods(item.day):
                groups.setdefault(key, []).append(item)
    return [(path, title, listed) for (path, title), listed in groups.items()]


def _periods(day: date) -> list[tuple[str, str]]:
    return [
        (year_path(day), f"{day.year}"),
        (month_path(day), f"{MONTHS[day.month - 1]} {day.year}"),
        (day_path(day), addresses.long_date(day)),
    ]


def _categories(archive: Archive, items: Sequence[Item]) -> list[Listed]:
    """Every category that has posts; as on the old blog, one holds what those below it hold."""
    held = _grouped(items, lambda item: _with_parents(archive, item.post.categories))
    return [
        (category_path(archive.categories[slug], archive.categories), archive.categories[slug].name, listed)
        for slug, listed in held.items()
    ]


def _with_parents(archive: Archive, slugs: Iterable[str]) -> list[str]:
    """``slugs`` and the categories above them, each once; a category that is above itself ends the walk."""
    found: dict[str, None] = {}
    for slug in slugs:
        above = slug
        while above in archive.categories and above not in found:
            found[above] = None
            above = archive.categories[above].parent
    return list(found)


def _tags(archive: Archive, items: Sequence[Item]) -> list[Listed]:
    held = _grouped(items, lambda item: [slug for slug in item.post.tags if slug in archive.tags])
    return [(tag_path(archive.tags[slug]), archive.tags[slug].name, listed) for slug, listed in held.items()]


def _authors(archive: Archive, items: Sequence[Item]) -> list[Listed]:
    names = {author.id: author.name for author in archive.authors}
    held = _grouped(items, lambda item: item.post.authors)
    return [(author_path(name), names.get(name, name), listed) for name, listed in held.items()]


def _undated(items: Sequence[Item]) -> list[Listed]:
    listed = [item for item in items if item.day is None]
    return [(UNDATED, "Undated posts", listed)] if listed else []


def _grouped(items: Sequence[Item], keys: Callable[[Item], Iterable[str]]) -> dict[str, list[Item]]:
    groups: dict[str, list[Item]] = {}
    for item in items:
        for key in keys(item):
            groups.setdefault(key, []).append(item)
    return groups


def write_home(build: Build, shelf: Shelf, items: Sequence[Item]) -> None:
    """Write the archive's home: what it was, what is held, and the ways into it."""
    archive = shelf.archive
    about, path = archive.about, addresses.archive_path(archive.name)
    latest = [item for item in items if item.day][:LATEST]
    feed = feeds.write(build, path, about.title, about.description, items)
    undated = sum(1 for item in items if item.day is None)
    view = ArchiveView(
        site=listings.site(build),
        head=listings.head(
            build,
            f"{about.title} (archive)",
            path,
            section="archive",
            voice="archived",
            description=about.description,
            feeds=(feed,),
        ),
        title=about.title,
        folio=(Link("Archive", build.place.href("archive/")),),
        standfirst=about.description,
        html=prose(html(about.body, build.place.base)),
        facts=_facts(build, shelf),
        years=_years(build, archive, items),
        groups=_groups(build, archive, items),
        latest=Listing(tuple(listings.entry(build, item, origin=False) for item in latest), "Newest first", feed=feed),
        count=addresses.counted(len(items), "post", "posts"),
        lost=about.lost,
        undated=Link(f"{addresses.counted(undated, 'post', 'posts')} without a date", _href(build, archive, UNDATED))
        if undated
        else None,
    )
    build.pages.write(path, "archive.html", view, changed=latest[0].changed if latest else None)


def _href(build: Build, archive: Archive, path: str) -> str:
    return build.place.href(addresses.archive_path(archive.name, path))


def _facts(build: Build, shelf: Shelf) -> tuple[Fact, ...]:
    """Where the archive comes from and what it holds; what is not known has no line."""
    archive = shelf.archive
    about = archive.about
    address = str(build.settings["REPLY_ADDRESS"])
    sealed = seal.load_lock((archive.folder / seal.LOCK).read_bytes())
    facts = [
        Fact("Original address", about.url, about.url if about.url.startswith(("http://", "https://")) else ""),
        Fact("Written for", about.owner),
        Fact("Span", addresses.span(about.first, about.last)),
        Fact("Captured", _captured(archive)),
        Fact("Held", _held(shelf)),
        Fact("Licence", about.licence),
        *([Fact("Account", ACCOUNT_TITLE, _href(build, archive, ACCOUNT))] if archive.account else ()),
        Fact("Changed since", _changed(archive)),
        Fact("Seal", sealed.tag_manifest if sealed else ""),
        Fact("To have something removed", f"Write to {address}", mail(address, f"Please remove from {about.title}")),
        Fact("To check it", f"python scripts/archive.py verify {archive.name}, or sha512sum as its file “lock” says"),
    ]
    return tuple(fact for fact in facts if fact.value)


def _changed(archive: Archive) -> str:
    """When people last amended something in the archive."""
    if not archive.amended:
        return ""
    count = addresses.counted(len(archive.amended), "amendment", "amendments")
    return f"{count}, the last on {addresses.long_date(archive.amended[-1].date)}"


def _captured(archive: Archive) -> str:
    about = archive.about
    when = addresses.long_date(about.captured) if about.captured else ""
    return ", from ".join(part for part in (when, about.source) if part)


def _held(shelf: Shelf) -> str:
    archive = shelf.archive
    said = sum(card.talk.said for card in shelf.cards.values())
    linked = sum(card.talk.linked for card in shelf.cards.values())
    parts = [
        addresses.counted(len(archive.posts), "post", "posts"),
        addresses.counted(len(archive.pages), "page", "pages"),
        addresses.counted(said, "comment", "comments"),
        addresses.counted(linked, "link from another site", "links from other sites"),
        addresses.counted(len(shelf.addressed.files), "file", "files"),
    ]
    return ", ".join(part for part in parts if not part.startswith("0 "))


def _years(build: Build, archive: Archive, items: Sequence[Item]) -> tuple[Year, ...]:
    """The blog's life, a year a line, oldest first; months without a post are shown without a link."""
    counts: dict[tuple[int, int], int] = {}
    for item in items:
        if item.day:
            month = (item.day.year, item.day.month)
            counts[month] = counts.get(month, 0) + 1
    return tuple(
        Year(str(year), _href(build, archive, year_path(date(year, 1, 1))), _months(build, archive, counts, year))
        for year in sorted({year for year, _ in counts})
    )


def _months(build: Build, archive: Archive, counts: dict[tuple[int, int], int], year: int) -> tuple[Month, ...]:
    return tuple(
        Month(
            name=name[:3],
            long=f"{name} {year}",
            count=counts.get((year, number), 0),
            href=_href(build, archive, month_path(date(year, number, 1))) if (year, number) in counts else "",
        )
        for number, name in enumerate(MONTHS, start=1)
    )


def _groups(build: Build, archive: Archive, items: Sequence[Item]) -> tuple[IndexGroup, ...]:
    """Categories as a tree, tags, authors and pages: the ways into the archive beside its months."""
    groups = [
        IndexGroup("Categories", _category_items(build, archive, items)),
        IndexGroup("Tags", _plain_items(build, archive, _tags(archive, items))),
        IndexGroup("Authors", _plain_items(build, archive, _authors(archive, items))),
        IndexGroup(
            "Pages", tuple(_item(build, archive, page.path, page.title or "Untitled") for page in archive.pages)
        ),
    ]
    return tuple(group for group in groups if group.items)


def _item(build: Build, archive: Archive, path: str, text: str, *, note: str = "", depth: int = 0) -> IndexItem:
    return IndexItem(Link(text, _href(build, archive, path), voice="archived"), note=note, depth=depth)


def _plain_items(build: Build, archive: Archive, listed: Iterable[Listed]) -> tuple[IndexItem, ...]:
    return tuple(
        _item(build, archive, path, title, note=str(len(items)))
        for path, title, items in sorted(listed, key=lambda one: (one[1].casefold(), one[0]))
    )


def _category_items(build: Build, archive: Archive, items: Sequence[Item]) -> tuple[IndexItem, ...]:
    """The categories that have posts, each below the one above it."""
    counts = {path: len(listed) for path, _, listed in _categories(archive, items)}
    terms = {category_path(term, archive.categories): term for term in archive.categories.values()}
    ordered = sorted(counts, key=lambda path: _line_of_names(terms[path], archive))
    return tuple(
        _item(build, archive, path, terms[path].name, note=str(counts[path]), depth=path.strip("/").count("/") - 1)
        for path in ordered
    )


def _line_of_names(term: Term, archive: Archive) -> list[tuple[str, str]]:
    line = _with_parents(archive, [term.slug])
    return [(archive.categories[slug].name.casefold(), slug) for slug in reversed(line)]
