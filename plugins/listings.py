"""Listings: entries of the catalogue as readers see them, page by page, each listing with its feed.

Pages are numbered from the oldest: ``page/1/`` holds the first posts ever listed and never changes again, and the
listing's own address holds the newest, between one page's worth and two. So a new post changes one page, not all.

A listing that mixes the blog and archives can be had apart, at ``blog/`` and ``archives/`` below its own address, for
each of the two that has posts in it. What is archived has no feed of its own: nothing new ever comes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import datetime
from typing import Any

from plugins import addresses, feeds, shape
from plugins.build import Build
from plugins.items import Item
from plugins.parts import Entry, Feed, Head, Link, Listing, Mark, Pager, Site, Voice
from plugins.views import ListingView
from sociable.vocabulary import Principle


def prepare(build: Build) -> None:
    """Say what is the same on every page, once all is read."""
    build.site = _site(build)
    principles = tuple(mark(build, one) for one in build.vocabulary.principles.values())
    organisations = tuple((one.id, one.name) for one in build.vocabulary.organisations.values())
    site = tuple(getattr(build.site, each.name) for each in fields(build.site))
    build.chrome = build.pages.chrome = shape.digest(shape.of_value((site, principles, organisations)))
    archives = tuple((name, shelf.key) for name, shelf in build.bodies.shelves.items())
    build.pages.parts.ground = (build.shape, build.chrome, build.known_by, archives)


def site(build: Build) -> Site:
    """What is the same on every page."""
    assert build.site is not None
    return build.site


def _site(build: Build) -> Site:
    settings, href = build.settings, build.place.href
    sections = (
        Link("Blog", href(build.blog_path)),
        Link("Principles", href("principles/")),
        Link("Organisations", href("organisations/")),
        Link("Archive", href("archive/"), voice="archived"),
    )
    return Site(
        name=settings["SITENAME"],
        tagline=settings["SITE_FOOTER"],
        base=build.place.base,
        language=settings["DEFAULT_LANG"],
        navigation=tuple(link for link in sections if link.voice == "blog" or build.archives),
        footer=tuple(Link(page.title, href(page.url)) for page in build.site_pages),
        notice=settings["SITE_NOTICE"],
        theme=href(build.theme_path),
        fingerprint=build.fingerprint,
    )


def head(build: Build, title: str, path: str, **more: Any) -> Head:
    """The head of the page at ``path``; ``title`` is followed by the site's name."""
    name = build.settings["SITENAME"]
    more.setdefault("noindex", build.is_hidden(path))
    return Head(title=f"{title} · {name}" if title else name, canonical=build.place.canonical(path), **more)


def mark(build: Build, principle: Principle, count: int | None = None) -> Mark:
    """A principle as it is named on pages."""
    href = build.place.href(addresses.principle_path(principle.id))
    return Mark(principle.side, principle.number, principle.title, href, count, principle.summary)


def marks(build: Build, names: Sequence[str]) -> tuple[Mark, ...]:
    """The marks of the principles called ``names``, in their own order."""
    return tuple(mark(build, build.vocabulary.principles[name]) for name in names)


def people(build: Build, item: Item) -> tuple[Link, ...]:
    """Links to a post's authors."""
    return tuple(Link(person.name, build.place.href(person.path)) for person in item.people)


def organisations(build: Build, names: Sequence[str]) -> tuple[Link, ...]:
    """Links to organisations, by id."""
    known = build.vocabulary.organisations
    return tuple(Link(known[name].name, build.place.href(addresses.organisation_path(name))) for name in names)


def talk(item: Item) -> str:
    """How much was said below a post, in words."""
    count = item.said
    if item.archive:
        return f"{addresses.counted(count, 'comment', 'comments')}, closed" if count else "No comments"
    return f"{count} in the conversation" if count else "No replies yet"


def title(item: Item) -> str:
    """A post's title; one that never had a title is called so."""
    return item.post.title or "Untitled"


def entry(build: Build, item: Item, *, origin: bool = True) -> Entry:
    """An item as a listing shows it; ``origin`` names the archive, where more than one voice is listed.

    One and the same value each time: what is made of it is made once.
    """
    key = item.path, origin
    known = build.entries.get(key)
    if known is None:
        known = build.entries[key] = _entry(build, item, origin=origin)
    return known


def _entry(build: Build, item: Item, *, origin: bool) -> Entry:
    return Entry(
        title=title(item),
        href=build.place.href(item.path),
        voice=item.voice,
        stamp=addresses.stamp(item.post.date),
        summary=build.bodies.opening(item),
        authors=people(build, item),
        organisations=organisations(build, item.organisations),
        origin=f"From {item.origin}" if item.origin and origin else "",
        comments=talk(item),
        marks=marks(build, item.principles),
        sticky=item.post.sticky,
    )


def entry_key(build: Build, item: Item) -> bytes:
    """A digest of all that an entry shows, but what ``chrome`` has already."""
    known = build.entry_keys.get(item.path)
    if known is None:
        made = build.memory.recall("entry", item, lambda: _entry_key(build, item), item.path)
        known = build.entry_keys[item.path] = made
    return known


def _entry_key(build: Build, item: Item) -> bytes:
    people = "\0".join(person.name for person in item.people)
    filed = " ".join((*item.principles, *item.organisations))
    told = f"{item.path}\n{people}\n{filed}\n{item.said}\n{item.origin}"
    if item.archive:
        return shape.digest(told.encode(), item.words)
    post = item.post
    return shape.digest(f"{told}\n{post.title}\n{post.date}\n{post.sticky}\n{build.bodies.opening(item)}".encode())


_FILTERS: Mapping[Voice, str] = {"blog": "Blog", "archived": "Archives"}
_ALONE: Mapping[Voice, str] = {"blog": "the blog", "archived": "the archives"}


_NO_LISTING = Listing(entries=(), count="")
_NO_HEAD = Head(title="", canonical="")
"""What stands in a first page for the rest of it until its listing is written."""


@dataclass(frozen=True, kw_only=True)
class Stream:
    """A listing to be written: where, of what, and how its further pages introduce themselves.

    ``apart``: the blog's posts and the archives' have listings of their own, too.
    """

    path: str
    title: str
    items: Sequence[Item]
    folio: tuple[Link, ...]
    section: str
    voice: Voice = "blog"
    standfirst: str = ""
    html: str = ""
    origin: bool = True
    feed: bool = True
    apart: bool = False
    filters: tuple[Link, ...] = ()
    empty: str = "Nothing has been written here yet."


def write(build: Build, stream: Stream, first: Callable[[Listing, Head], tuple[str, Any]] | None = None) -> None:
    """Write a listing, its older pages and its feed.

    ``first`` makes template and view of the first page where it is more than a list, such as a principle's.
    """
    if stream.apart:
        streams = [stream, *_apart(build, stream)]
        links = _filters(build, stream, streams)
        whole, *parts = (replace(one, filters=_current(build, links, one.path)) for one in streams)
        _write(build, whole, first)
        for part in parts:
            _write(build, part, None)
    else:
        _write(build, stream, first)


def _apart(build: Build, stream: Stream) -> list[Stream]:
    """The streams of one voice each; one without posts is none."""
    here = Link(stream.title, build.place.href(stream.path))
    parts = [
        replace(
            stream,
            path=stream.path + addresses.APART[voice],
            title=f"{stream.title}: {words}",
            items=[item for item in stream.items if item.voice == voice],
            folio=(*stream.folio, here),
            feed=voice == "blog",
        )
        for voice, words in _ALONE.items()
    ]
    return [part for part in parts if part.items]


def _filters(build: Build, stream: Stream, streams: Sequence[Stream]) -> tuple[Link, ...]:
    """«All 29 · Blog 17 · Archives 12»; what there is none of leads nowhere, and an empty listing has none."""
    if not stream.items:
        return ()
    found = {one.path: len(one.items) for one in streams}
    names = {stream.path: "All"} | {stream.path + addresses.APART[voice]: name for voice, name in _FILTERS.items()}
    return tuple(
        Link(f"{name} {found.get(path, 0):,}", build.place.href(path) if path in found else "")
        for path, name in names.items()
    )


def _current(build: Build, links: Sequence[Link], path: str) -> tuple[Link, ...]:
    return tuple(replace(link, current=link.href == build.place.href(path)) for link in links)


def _write(build: Build, stream: Stream, first: Callable[[Listing, Head], tuple[str, Any]] | None) -> None:
    page = first(_NO_LISTING, _NO_HEAD) if first else None
    with build.pages.part(stream.path, (stream, page)) as is_stale:
        if is_stale:
            _write_pages(build, stream, page)


def _write_pages(build: Build, stream: Stream, first: tuple[str, Any] | None) -> None:
    pages = _pages(stream.items, build.settings["ENTRIES_PER_PAGE"])
    feed = feeds.write(build, stream.path, stream.title, stream.standfirst, stream.items) if stream.feed else None
    newest, *older = pages
    listing = _listing(build, stream, newest, Leaf(0, len(pages)), feed)
    top = head(
        build,
        stream.title,
        stream.path,
        section=stream.section,
        voice=stream.voice,
        description=stream.standfirst,
        feeds=(feed,) if feed else (),
    )
    if first:
        template, view = first[0], replace(first[1], listing=listing, head=top)
    else:
        template, view = "listing.html", _view(build, stream, listing, top)
    _offer(build, stream, (stream.path, template, view), newest)
    bare = replace(stream, items=())
    for index, items in enumerate(older, start=1):
        leaf = Leaf(index, len(pages))
        with build.pages.part(leaf.path(stream.path), (bare, leaf, items)) as is_stale:
            if is_stale:
                _write_older(build, stream, items, leaf)


@dataclass(frozen=True, slots=True)
class Leaf:
    """Which of ``pages`` pages, counted from the newest; ``number`` is its address, counted from the oldest."""

    index: int
    pages: int

    @property
    def number(self) -> int:
        """1 is the oldest page."""
        return self.pages - self.index

    def path(self, root: str) -> str:
        """The address: the newest page has the listing's own."""
        return f"{root}page/{self.number}/" if self.index else root


def _write_older(build: Build, stream: Stream, items: Sequence[Item], leaf: Leaf) -> None:
    path = leaf.path(stream.path)
    name = f"{stream.title}, page {leaf.number}"
    view = ListingView(
        site=site(build),
        head=head(build, name, path, section=stream.section, voice=stream.voice),
        title=stream.title,
        folio=stream.folio,
        listing=_listing(build, stream, items, leaf, None),
    )
    _offer(build, stream, (path, "listing.html", view), items)


def _offer(build: Build, stream: Stream, page: tuple[str, str, Any], items: Sequence[Item]) -> None:
    """Write a page of a listing: address, template, and view without entries, for which their digests stand."""
    path, template, view = page
    keys = (entry_key(build, item) for item in items)
    key = shape.digest(build.chrome, template.encode(), shape.of_value(view), b"origin" * stream.origin, *keys)

    def make() -> Any:
        entries = tuple(entry(build, item, origin=stream.origin) for item in items)
        return replace(view, listing=replace(view.listing, entries=entries))

    build.pages.offer(path, template, key, make, changed=_changed(items))
    build.ease()


def _view(build: Build, stream: Stream, listing: Listing, top: Head) -> ListingView:
    return ListingView(
        site=site(build),
        head=top,
        title=stream.title,
        folio=stream.folio,
        listing=listing,
        standfirst=stream.standfirst,
        html=stream.html,
    )


def _pages(items: Sequence[Item], size: int) -> list[Sequence[Item]]:
    """Cut a listing, newest first, into pages whose bounds are counted from the oldest."""
    full = max(1, len(items) // size)
    newest = len(items) - (full - 1) * size
    return [items[:newest], *(items[start : start + size] for start in range(newest, len(items), size))]


def _listing(build: Build, stream: Stream, items: Sequence[Item], leaf: Leaf, feed: Feed | None) -> Listing:
    return Listing(
        entries=(),
        count="" if leaf.index else addresses.counted(len(stream.items), "post", "posts"),
        filters=stream.filters,
        pager=_pager(build, stream.path, leaf) if leaf.pages > 1 else None,
        feed=feed,
        empty="" if items else stream.empty,
    )


def _pager(build: Build, root: str, leaf: Leaf) -> Pager:
    def link(text: str, index: int) -> Link:
        return Link(text, build.place.href(Leaf(index, leaf.pages).path(root)))

    return Pager(
        words="The newest posts" if not leaf.index else f"Page {leaf.number}, counted from the oldest",
        newer=link("Newer posts", leaf.index - 1) if leaf.index else None,
        older=link("Older posts", leaf.index + 1) if leaf.number > 1 else None,
    )


def _changed(items: Sequence[Item]) -> datetime | None:
    return max((when for item in items if (when := item.changed)), default=None)
