"""The living half of the site: home, the blog's posts, its listings by month and tag, the site's pages, and 404."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from pelican import signals

from plugins import addresses, listings, shape
from plugins.addresses import MONTHS
from plugins.build import Build
from plugins.conversations import Voices, ended_conversation, mail, open_conversation
from plugins.generator import PartGenerator
from plugins.intrasite import resolved
from plugins.items import Item, organisations_of
from plugins.listings import Stream
from plugins.parts import Aside, Byline, Conversation, IndexGroup, IndexItem, Link
from plugins.prose import prose
from plugins.related import Groups, combined, groups, related
from plugins.slugs import slugs
from plugins.views import HomeView, IndexView, NotFoundView, PageView, PostView

LEADS = 3
"""Posts on the front page; the rest are on the blog's own listing."""


class BlogGenerator(PartGenerator):
    """Writes all that is not an archive and not about principles, organisations or authors."""

    def write(self, build: Build) -> None:
        """Write home, posts, listings, pages and 404; all this is a stock theme's where there is one."""
        posts = build.catalogue.blog()
        if build.is_stock:
            return
        build.tag_slugs = slugs(name for item in posts for name in item.post.tags)
        write_home(build, posts)
        write_posts(build, posts)
        write_listings(build, posts)
        write_tags(build, posts)
        for page in build.site_pages:
            write_page(build, page)
        write_not_found(build)


def write_home(build: Build, posts: Sequence[Item]) -> None:
    """Write the front page: the newest posts beside the archives, the ten principles, the organisations."""
    archived = build.catalogue.archived()
    counts = build.board.principles
    marks = [
        replace(listings.mark(build, one, len(counts.get(one.id, ()))), summary="")
        for one in build.vocabulary.principles.values()
    ]
    organisations = organisation_items(build)
    view = HomeView(
        site=listings.site(build),
        head=listings.head(build, "", "", section="home", description=build.settings["SITESUBTITLE"]),
        margin=addresses.counted(len(organisations), "organisation", "organisations"),
        purpose=build.settings["SITESUBTITLE"],
        entries=tuple(listings.entry(build, item) for item in posts[:LEADS]),
        more=Link("All posts on the blog", build.place.href("blog/")),
        archive_words=_archive_words(build),
        archive=Link("See what is held", build.place.href("archive/")) if build.archives else None,
        archived=tuple(listings.entry(build, item) for item in archived[: LEADS - 1]),
        outside=tuple(mark for mark in marks if mark.side == "outside"),
        inside=tuple(mark for mark in marks if mark.side == "inside"),
        organisations=tuple(replace(line, words="") for line in organisations),
    )
    build.pages.write("", "home.html", view, changed=posts[0].changed if posts else None)


def _archive_words(build: Build) -> str:
    count = len(build.archives)
    if not count:
        return ""
    which = "One older blog is" if count == 1 else f"{count} older blogs are"
    return f"{which} kept here, read-only, with every conversation whole."


def organisation_items(build: Build) -> tuple[IndexItem, ...]:
    """Every organisation with how much it has written."""
    groups = build.catalogue.by(organisations_of)
    return tuple(
        IndexItem(
            Link(one.name, build.place.href(addresses.organisation_path(one.id))),
            note=posts_and_archived(groups.get(one.id, ())),
            words=one.summary,
        )
        for one in build.vocabulary.organisations.values()
    )


def posts_and_archived(items: Sequence[Item]) -> str:
    """``37 posts, 66 archived``; «nothing yet» for none."""
    archived = sum(1 for item in items if item.archive)
    living = len(items) - archived
    parts = [addresses.counted(living, "post", "posts")] if living else []
    parts += [f"{archived:,} archived"] if archived else []
    return ", ".join(parts) or "nothing yet"


def write_posts(build: Build, posts: Sequence[Item]) -> None:
    """Write each post of the blog, with its conversation and its neighbours."""
    by_group = groups(build.catalogue)
    for index, item in enumerate(posts):
        earlier = posts[index + 1] if index + 1 < len(posts) else None
        later = posts[index - 1] if index else None
        links = neighbour(build, earlier), neighbour(build, later)
        others = _related(build, by_group, item)
        with build.pages.part(item.path, (item, links, others, tags(build, item))) as is_stale:
            if is_stale:
                write_post(build, item, links, others)


def _related(build: Build, by_group: Groups, item: Item) -> list[Link]:
    """Links to posts on the same principles."""

    def links() -> list[Link]:
        return [
            Link(listings.title(one), build.place.href(one.path), voice=one.voice) for one in related(by_group, item)
        ]

    told = item.principles, [by_group.get(group) for group in combined(item)]
    return build.memory.recall("related", told, links, item.path)


def write_post(build: Build, item: Item, neighbours: tuple[Link | None, Link | None], others: Sequence[Link]) -> None:
    """Write one post; what its text and conversation say is laid out only if the page is not there already."""
    bare = PostView(
        site=listings.site(build),
        head=listings.head(
            build, listings.title(item), item.path, section="blog", description=build.bodies.opening(item)
        ),
        title=listings.title(item),
        html="",
        folio=(Link("Blog", build.place.href("blog/")),),
        stamp=addresses.stamp(item.post.date),
        modified=addresses.stamp(item.post.modified),
        standfirst=item.post.excerpt,
        marks=listings.marks(build, item.principles),
        bylines=bylines(build, item),
        asides=_asides(build, item, others),
        earlier=neighbours[0],
        later=neighbours[1],
    )
    key = shape.digest(build.chrome, shape.of_value((bare, item.post.comments_open)), item.words)

    def make() -> PostView:
        return replace(bare, html=prose(build.bodies.html(item)), conversation=conversation(build, item))

    build.pages.offer(item.path, "article.html", key, make, changed=item.changed)


def bylines(build: Build, item: Item) -> tuple[Byline, ...]:
    """Each author with the organisations they wrote for; those of nobody's affiliation stand with the last."""
    shown: list[Byline] = []
    left = list(item.organisations)
    for person, name in zip(listings.people(build, item), item.post.authors, strict=True):
        own = [one for one in _affiliated(build, name, item) if one in left]
        left = [one for one in left if one not in own]
        shown.append(Byline(person, listings.organisations(build, own)))
    if shown and left:
        last = shown[-1]
        shown[-1] = Byline(last.author, last.organisations + listings.organisations(build, left))
    return tuple(shown)


def _affiliated(build: Build, author: str, item: Item) -> tuple[str, ...]:
    if item.archive or item.day is None:
        return ()
    return build.vocabulary.organisations_of((author,), item.day)


def neighbour(build: Build, item: Item | None) -> Link | None:
    """A link to the post before or after."""
    return Link(listings.title(item), build.place.href(item.path)) if item else None


def conversation(build: Build, item: Item) -> Conversation | None:
    """What was said below a post of the blog."""
    voices = _voices(build, item)
    comments = build.bodies.comments(item)
    if not item.post.comments_open:
        return ended_conversation(comments, voices)
    return open_conversation(build, listings.title(item), comments, voices)


def _voices(build: Build, item: Item) -> Voices:
    address = str(build.settings["REPLY_ADDRESS"])
    return Voices(
        render=lambda words: resolved(build, words, item.post.source.path),
        authors=frozenset(item.post.authors),
        reply=lambda number: mail(address, f"Reply to {number} of {listings.title(item)}"),
    )


def _asides(build: Build, item: Item, others: Sequence[Link]) -> tuple[Aside, ...]:
    filed = [
        Aside("Organisations", listings.organisations(build, item.organisations)),
        Aside(
            "Tags", tuple(Link(name, build.place.href(addresses.tag_path(slug))) for slug, name in tags(build, item))
        ),
        Aside("On the same principles", tuple(others)),
    ]
    return tuple(aside for aside in filed if aside.links)


def tags(build: Build, item: Item) -> list[tuple[str, str]]:
    """The tags of a post of the blog as (slug, name)."""
    return [(build.tag_slugs[name], name) for name in item.post.tags]


def write_listings(build: Build, posts: Sequence[Item]) -> None:
    """Write the blog's own listing and those of its years and months."""
    here = Link("Blog", build.place.href("blog/"))
    words = build.settings["SITESUBTITLE"]
    listings.write(
        build,
        Stream(path="blog/", title="Blog", items=posts, folio=(), section="blog", standfirst=words, origin=False),
    )
    for path, title, items in _periods(posts):
        stream = Stream(path=path, title=title, items=items, folio=(here,), section="blog", origin=False, feed=False)
        listings.write(build, stream)


def _periods(posts: Iterable[Item]) -> list[tuple[str, str, list[Item]]]:
    """The years and months that have posts, as (address, title, posts)."""
    found: dict[tuple[str, str], list[Item]] = {}
    for item in posts:
        day = item.post.date
        if day is None:
            continue
        for key in _period_keys(day.date()):
            found.setdefault(key, []).append(item)
    return [(path, title, items) for (path, title), items in found.items()]


def _period_keys(day: date) -> tuple[tuple[str, str], tuple[str, str]]:
    year = (addresses.year_path(day), f"{day.year}")
    return year, (addresses.month_path(day), f"{MONTHS[day.month - 1]} {day.year}")


def write_tags(build: Build, posts: Sequence[Item]) -> None:
    """Write a listing a tag, and the index of tags."""
    groups: dict[str, list[Item]] = {}
    names: dict[str, str] = {}
    for item in posts:
        for slug, name in tags(build, item):
            groups.setdefault(slug, []).append(item)
            names.setdefault(slug, name)
    index = Link("Tags", build.place.href("tags/"))
    for slug, items in groups.items():
        path = addresses.tag_path(slug)
        stream = Stream(path=path, title=names[slug], items=items, folio=(index,), section="blog", origin=False)
        listings.write(build, stream)
    lines = tuple(
        IndexItem(
            Link(names[slug], build.place.href(addresses.tag_path(slug))),
            addresses.counted(len(groups[slug]), "post", "posts"),
        )
        for slug in sorted(groups, key=lambda slug: names[slug].casefold())
    )
    view = IndexView(
        site=listings.site(build),
        head=listings.head(build, "Tags", "tags/", section="blog"),
        title="Tags",
        folio=(Link("Blog", build.place.href("blog/")),),
        groups=(IndexGroup("", lines, empty="No post has a tag yet."),),
        standfirst="What the posts of the blog are about, in their writers’ own words.",
    )
    build.pages.write("tags/", "index_of.html", view)


def write_page(build: Build, page: Any) -> None:
    """Write a page of the site: about, privacy …"""
    view = PageView(
        site=listings.site(build),
        head=listings.head(build, page.title, page.url, description=page.post.excerpt),
        title=page.title,
        html=prose(page.content),
        standfirst=page.post.excerpt,
        modified=addresses.stamp(page.post.modified),
    )
    build.pages.write(page.url, "page.html", view, changed=page.post.modified)


def write_not_found(build: Build) -> None:
    """Write the page for an address that leads nowhere."""
    href = build.place.href
    ways = [
        Link("The newest posts", href(build.blog_path)),
        Link("The ten principles", href("principles/")),
        Link("Organisations", href("organisations/")),
    ]
    if build.archives:
        ways.append(Link("The archive", href("archive/"), voice="archived"))
    view = NotFoundView(
        site=listings.site(build),
        head=listings.head(build, "Not found", "404.html", noindex=True),
        ways=tuple(ways),
    )
    build.pages.write("404.html", "404.html", view, listed=False)


def generators(pelican: Any) -> type[BlogGenerator]:
    """What Pelican asks for with ``get_generators``."""
    return BlogGenerator


def register() -> None:
    """Plug in."""
    signals.get_generators.connect(generators)
