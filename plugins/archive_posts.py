"""The posts and pages of an archive, each with its seal, its closed conversation and the files it shows."""

from __future__ import annotations

import re
from dataclasses import replace
from html import escape

from plugins import addresses, listings, placeholders, shape
from plugins.blog import bylines, neighbour
from plugins.build import Build
from plugins.conversations import Voices, closed_conversation
from plugins.items import Item
from plugins.parts import Amendment, Aside, Byline, Conversation, Link, Seal, Stamp
from plugins.prose import prose
from plugins.rendering import Renderer
from plugins.shelves import Shelf
from plugins.views import PageView, PostView
from sociable.archive.addresses import ACCOUNT, author_path, category_path, tag_path
from sociable.archive.folder import Archive
from sociable.model import Post

ACCOUNT_TITLE = "What was imported, and what was not"

_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")
"""What BCP 47 lets a language be called, near enough."""


def write(build: Build) -> None:
    """Write the posts, pages and files of all archives: before any listing, which quotes their first words."""
    stale = []
    for shelf in build.bodies.shelves.values():
        with build.pages.group(f"posts of {shelf.name}", group_key(build, shelf)) as is_stale:
            if is_stale:
                stale.append(shelf)
                _write(build, shelf)
    build.flush()
    for shelf in stale:
        with build.pages.more(f"posts of {shelf.name}"):
            write_media(build, shelf)
        shelf.lighten()


def group_key(build: Build, shelf: Shelf) -> bytes:
    """A digest of all that any page of an archive shows."""
    return shape.digest(build.chrome, shelf.key)


def _write(build: Build, shelf: Shelf) -> None:
    items = build.catalogue.archived(shelf.name)
    dated = [item for item in items if item.day]
    places = {item.path: index for index, item in enumerate(dated)}
    for item in items:
        build.ease()
        at = places.get(item.path)
        earlier = dated[at + 1] if at is not None and at + 1 < len(dated) else None
        later = dated[at - 1] if at else None
        write_post(build, shelf, item, (earlier, later))
    for page in shelf.archive.pages:
        write_page(build, shelf, page)
    write_account(build, shelf)


def write_post(build: Build, shelf: Shelf, item: Item, neighbours: tuple[Item | None, Item | None]) -> None:
    """Write a post. Its text and conversation are read and rendered only if the page is not there already."""
    bare = _bare(build, shelf.archive, item, neighbours)

    def make() -> PostView:
        shelf.renderer.shown()
        post = shelf.text(item.post)
        html = shelf.html(post)
        return replace(
            bare,
            head=replace(bare.head, description=shelf.opening(item.post)),
            html=prose(html, missing=shelf.renderer.gone),
            image_html=_featured(shelf.renderer, post),
            conversation=_conversation(shelf, post),
        )

    key = _key(build, shelf, bare, item.words)
    build.pages.offer(item.path, "article.html", key, make, changed=item.changed, uses=shelf.renderer.shown)


def _key(build: Build, shelf: Shelf, bare: PostView, words: bytes) -> bytes:
    """A digest of all that a page shows; ``words`` stands for text and conversation."""
    return shape.digest(build.chrome, shelf.facts, shape.of_value(bare), words)


def _conversation(shelf: Shelf, post: Post) -> Conversation | None:
    voices = Voices(lambda body: shelf.renderer.html(post, body), frozenset(post.authors))
    return closed_conversation(post.comments, voices)


def _bare(build: Build, archive: Archive, item: Item, neighbours: tuple[Item | None, Item | None]) -> PostView:
    """The view of a post without what its text and conversation say."""
    post, title = item.post, listings.title(item)
    return PostView(
        site=listings.site(build),
        head=listings.head(build, f"{title} (archived)", item.path, section="archive", voice="archived"),
        title=title,
        html="",
        folio=(*folio(build, archive), *(() if post.date else (Link("Undated"),))),
        stamp=addresses.stamp(post.date),
        modified=addresses.stamp(post.modified) if _revised(post) else None,
        marks=listings.marks(build, item.principles),
        bylines=bylines(build, item),
        filed=_filed(build, archive, post),
        asides=_asides(build, item),
        seal=seal(build, archive, post),
        earlier=neighbour(build, neighbours[0]),
        later=neighbour(build, neighbours[1]),
        untitled=not post.title,
        language=_language(build, archive),
    )


def _featured(renderer: Renderer, post: Post) -> str:
    """The featured image, or words in its place if it is not kept. The old blog gave it no description of its own."""
    if not post.image:
        return ""
    return prose(f'<img src="{escape(renderer.src(post.image, post))}" alt="">', missing=renderer.gone)


def _language(build: Build, archive: Archive) -> str:
    """The old blog's language, where it is another than the site's."""
    language = archive.about.language.replace("_", "-")
    same = language.lower() == str(build.settings["DEFAULT_LANG"]).lower()
    return "" if same or not _LANGUAGE.fullmatch(language) else language


def _revised(post: Post) -> bool:
    """Whether it was changed on a later day than it was published."""
    return bool(post.modified and post.date and post.modified.date() > post.date.date())


def _asides(build: Build, item: Item) -> tuple[Aside, ...]:
    links = listings.organisations(build, item.organisations)
    return (Aside("Organisation" if len(links) == 1 else "Organisations", links),) if links else ()


def _filed(build: Build, archive: Archive, post: Post) -> tuple[Aside, ...]:
    """The categories and tags its authors filed it under."""

    def link(text: str, path: str) -> Link:
        return Link(text, build.place.href(addresses.archive_path(archive.name, path)), voice="archived")

    categories = [archive.categories[slug] for slug in post.categories if slug in archive.categories]
    tags = [archive.tags[slug] for slug in post.tags if slug in archive.tags]
    filed = [
        Aside("Categories", tuple(link(term.name, category_path(term, archive.categories)) for term in categories)),
        Aside("Tags", tuple(link(term.name, tag_path(term)) for term in tags)),
    ]
    return tuple(aside for aside in filed if aside.links)


def folio(build: Build, archive: Archive) -> tuple[Link, ...]:
    """Where one is: the archives, then this one."""
    home = build.place.href(addresses.archive_path(archive.name))
    return Link("Archive", build.place.href("archive/")), Link(archive.about.title, home)


def seal(build: Build, archive: Archive, post: Post) -> Seal:
    """The banner: what this is, that its comments are closed, where it was and where the living blog is."""
    about = archive.about
    ran = _ran(archive)
    found = f"as they were on {addresses.long_date(about.captured)}" if about.captured else "as they were found"
    links = [
        Link("About this archive", build.place.href(addresses.archive_path(archive.name))),
        Link("Original address", post.link),
        Link("The blog today", build.place.href(build.blog_path)),
    ]
    return Seal(
        title="Archived, and kept as it was",
        words=f"From {about.title}{ran}. Its words and links are {found}, and its comments are closed. "
        "Some links no longer lead anywhere.",
        links=tuple(link for link in links if link.href),
        amended=tuple(
            Amendment(Stamp(entry.date.isoformat(), addresses.long_date(entry.date)), entry.reason)
            for entry in archive.amendments(post)
        ),
    )


def _ran(archive: Archive) -> str:
    first, last = archive.about.first, archive.about.last
    if not first or not last:
        return ""
    begun, ended = (f"{addresses.MONTHS[day.month - 1]} {day.year}" for day in (first, last))
    return f", which ran in {begun}" if begun == ended else f", which ran from {begun} to {ended}"


def write_page(build: Build, shelf: Shelf, page: Post) -> None:
    """Write a page of the old blog."""
    archive = shelf.archive
    path = addresses.archive_path(archive.name, page.path)
    title = page.title or "Untitled"
    bare = PostView(
        site=listings.site(build),
        head=listings.head(build, f"{title} (archived)", path, section="archive", voice="archived"),
        title=title,
        html="",
        folio=folio(build, archive),
        stamp=None,
        bylines=_page_bylines(build, archive, page),
        seal=seal(build, archive, page),
        untitled=not page.title,
        language=_language(build, archive),
    )

    def make() -> PostView:
        shelf.renderer.shown()
        whole = shelf.text(page)
        return replace(
            bare,
            html=prose(shelf.renderer.html(whole, whole.body), missing=shelf.renderer.gone),
            image_html=_featured(shelf.renderer, whole),
            conversation=_conversation(shelf, whole),
        )

    key = _key(build, shelf, bare, shelf.cards[page.path].words)
    changed = page.modified or page.date
    build.pages.offer(path, "article.html", key, make, changed=changed, uses=shelf.renderer.shown)


def write_account(build: Build, shelf: Shelf) -> None:
    """Write the page that says what was imported, from what, and what could not be kept."""
    archive, renderer = shelf.archive, shelf.renderer
    if not archive.account:
        return
    path = addresses.archive_path(archive.name, ACCOUNT)
    base = Post(None, "", "", link=archive.about.url, path=ACCOUNT)
    view = PageView(
        site=listings.site(build),
        head=listings.head(
            build, f"{ACCOUNT_TITLE} ({archive.about.title})", path, section="archive", voice="archived"
        ),
        title=ACCOUNT_TITLE,
        html=prose(renderer.html(base, archive.account), missing=renderer.gone),
        standfirst=f"How this archive of {archive.about.title} was made, and how much of the blog it holds.",
        folio=folio(build, archive),
    )
    build.pages.write(path, "page.html", view, uses=renderer.shown)


def _page_bylines(build: Build, archive: Archive, page: Post) -> tuple[Byline, ...]:
    """The authors of a page; one who wrote no post has no listing to link to."""
    writers = {name for post in archive.posts for name in post.authors}
    return tuple(
        Byline(Link(author.name, _author_href(build, archive, author.id) if author.id in writers else ""))
        for author in archive.authors
        if author.id in page.authors
    )


def _author_href(build: Build, archive: Archive, author: str) -> str:
    return build.place.href(addresses.archive_path(archive.name, author_path(author)))


def write_media(build: Build, shelf: Shelf) -> None:
    """Copy the files that the archive keeps, and put a placeholder where a picture is shown but not kept."""
    archive, above = shelf.addressed, addresses.archive_path(shelf.name)
    for path in sorted(archive.files):
        source = archive.file(path)
        build.pages.copy(source, above + path, build.marks.digest(source))
    for path in sorted(build.pages.shown_below(above)):
        build.pages.put(above + path, placeholders.placeholder(path))
