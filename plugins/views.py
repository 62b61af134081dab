"""What a template may see: plain values, one class a page kind. No Pelican object gets this far.

A page is a pure function of its template and one of these. They hold text (which autoescape escapes), addresses
and numbers, ready to print: a template formats nothing and decides little. A field called ``html`` is the one
exception: it went through the one sanitiser, and only the macro ``html`` marks it safe.
"""

from __future__ import annotations

from dataclasses import dataclass

from plugins.parts import (
    Aside,
    Byline,
    Conversation,
    Entry,
    Fact,
    Head,
    IndexGroup,
    IndexItem,
    Link,
    Listing,
    Mark,
    Seal,
    Site,
    Stamp,
    Year,
)
from plugins.standing import Chart, Matrix, Progress, Stage, Standing

TEMPLATES = (
    "404.html",
    "archive.html",
    "article.html",
    "author.html",
    "cell.html",
    "home.html",
    "index_of.html",
    "listing.html",
    "organisation.html",
    "page.html",
    "principle.html",
    "principles.html",
)
"""The templates that a theme has, each for one of the classes below."""


@dataclass(frozen=True, slots=True)
class PostView:
    """A post of the blog, or (with ``seal``) one of an archive; also a page of an archive.

    ``folio`` says where one is; ``image_html``, sanitised too, shows the featured image of an archived post.
    """

    site: Site
    head: Head
    title: str
    html: str
    folio: tuple[Link, ...]
    stamp: Stamp | None
    modified: Stamp | None = None
    standfirst: str = ""
    marks: tuple[Mark, ...] = ()
    bylines: tuple[Byline, ...] = ()
    filed: tuple[Aside, ...] = ()
    asides: tuple[Aside, ...] = ()
    seal: Seal | None = None
    image_html: str = ""
    conversation: Conversation | None = None
    earlier: Link | None = None
    later: Link | None = None
    untitled: bool = False
    language: str = ""
    """The language of title and text where it is not the site's."""


@dataclass(frozen=True, slots=True)
class PageView:
    """A page of the site itself: about, privacy, accessibility …"""

    site: Site
    head: Head
    title: str
    html: str
    standfirst: str = ""
    modified: Stamp | None = None
    folio: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class ListingView:
    """A page that is mostly a listing: the blog, a month, a category, a tag, an archive's author …"""

    site: Site
    head: Head
    title: str
    folio: tuple[Link, ...]
    listing: Listing
    standfirst: str = ""
    html: str = ""
    asides: tuple[Aside, ...] = ()


@dataclass(frozen=True, slots=True)
class IndexView:
    """A page of links to other listings: organisations, authors, tags, archives, feeds."""

    site: Site
    head: Head
    title: str
    folio: tuple[Link, ...]
    groups: tuple[IndexGroup, ...]
    standfirst: str = ""


@dataclass(frozen=True, slots=True)
class ArchiveView:
    """The home of an archived blog: what it was, what is held, and the ways into it."""

    site: Site
    head: Head
    title: str
    folio: tuple[Link, ...]
    standfirst: str
    html: str
    facts: tuple[Fact, ...]
    years: tuple[Year, ...]
    groups: tuple[IndexGroup, ...]
    latest: Listing
    count: str
    undated: Link | None = None
    lost: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class HomeView:
    """The front page: the living blog beside the archives, the ten principles, the organisations."""

    site: Site
    head: Head
    margin: str
    purpose: str
    entries: tuple[Entry, ...]
    more: Link
    archive_words: str
    archive: Link | None
    archived: tuple[Entry, ...]
    outside: tuple[Mark, ...]
    inside: tuple[Mark, ...]
    organisations: tuple[IndexItem, ...]


@dataclass(frozen=True, slots=True)
class MatrixView:
    """The ten principles beside organisations or years; the first also has them in words, five and five.

    ``stages`` are the key of the stages, where the table shows any; ``more`` leads to the other table.
    """

    site: Site
    head: Head
    title: str
    standfirst: str
    outside: tuple[Mark, ...]
    inside: tuple[Mark, ...]
    more: Link
    matrix: Matrix | None = None
    stages: tuple[Stage, ...] = ()
    about: str = ""
    chart: Chart | None = None
    folio: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class PrincipleView:
    """One principle: what it means, where organisations stand, and everything written."""

    site: Site
    head: Head
    mark: Mark
    standfirst: str
    html: str
    standings: tuple[Standing, ...]
    listing: Listing
    chart: Chart | None = None
    before: Link | None = None
    after: Link | None = None
    folio: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class CellView:
    """A principle at an organisation: what is said of it, and what was written. ``ways`` lead on from a gap."""

    site: Site
    head: Head
    mark: Mark
    organisation: Link
    listing: Listing
    progress: Progress | None = None
    ways: tuple[Link, ...] = ()
    folio: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class OrganisationView:
    """An organisation: what it is, where it stands on each principle, and everything written there."""

    site: Site
    head: Head
    name: str
    kind: str
    standfirst: str
    html: str
    url: str
    outside: tuple[Standing, ...]
    inside: tuple[Standing, ...]
    authors: tuple[IndexItem, ...]
    listing: Listing
    chart: Chart | None = None
    reviewed: Stamp | None = None
    folio: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class AuthorView:
    """An author: who they are, where they have worked and when, and everything they wrote."""

    site: Site
    head: Head
    name: str
    html: str
    affiliations: tuple[IndexItem, ...]
    listing: Listing
    folio: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class NotFoundView:
    """The page for an address that leads nowhere: what is missing, and true ways on."""

    site: Site
    head: Head
    ways: tuple[Link, ...]
