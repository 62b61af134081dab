"""The parts that pages are made of, as templates see them: a link, a date, a principle's mark, an entry, a comment.

Plain values, ready to print; see :mod:`plugins.views` for what holds of all of them. Addresses (``href``) start with
the site's base path and may stand in an attribute as they are. ``voice`` is ``blog`` (living) or ``archived``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Voice = Literal["blog", "archived"]
Side = Literal["outside", "inside"]


@dataclass(frozen=True, slots=True)
class Link:
    """Text that leads somewhere; an empty ``href`` is plain text. ``current`` marks where one is."""

    text: str
    href: str = ""
    note: str = ""
    current: bool = False
    voice: Voice = "blog"


@dataclass(frozen=True, slots=True)
class Stamp:
    """A date for ``<time>``: machine form and words."""

    iso: str
    text: str


@dataclass(frozen=True, slots=True)
class Mark:
    """A principle wherever it is named: «Outside 3 Wants to hear». ``count`` is how many posts speak to it."""

    side: Side
    number: int
    title: str
    href: str
    count: int | None = None
    summary: str = ""


@dataclass(frozen=True, slots=True)
class Site:
    """What is the same on every page of a build. ``base`` is the path the site lives under, without a last slash."""

    name: str
    tagline: str
    base: str
    language: str
    navigation: tuple[Link, ...]
    footer: tuple[Link, ...]
    notice: str = ""
    theme: str = "/theme"
    """Where stylesheet, typefaces and icon are, without a last slash."""
    fingerprint: str = ""
    """Stands in the addresses of stylesheet and script, so that a change is fetched at once."""


@dataclass(frozen=True, slots=True)
class Feed:
    """An Atom feed of what a page lists."""

    title: str
    href: str


@dataclass(frozen=True, slots=True)
class Head:
    """The document's head. ``title`` is the whole of it, with the site's name.

    ``section`` is the text of the navigation's item that the page belongs to, in small letters; ``home`` for the
    front page.
    """

    title: str
    canonical: str
    section: str = ""
    description: str = ""
    voice: Voice = "blog"
    feeds: tuple[Feed, ...] = ()
    noindex: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """What a listing shows of a post, from the blog or an archive. ``stamp`` is ``None`` for an undated post.

    ``origin`` («From Notes from Devon») and ``comments`` («6 comments, closed») are printed as they are, in the byline.
    """

    title: str
    href: str
    voice: Voice
    stamp: Stamp | None
    summary: str = ""
    authors: tuple[Link, ...] = ()
    organisations: tuple[Link, ...] = ()
    origin: str = ""
    comments: str = ""
    marks: tuple[Mark, ...] = ()
    sticky: bool = False


@dataclass(frozen=True, slots=True)
class Pager:
    """Where one is in a long listing. ``newer`` and ``older`` are empty links at the ends."""

    words: str
    newer: Link | None = None
    older: Link | None = None
    pages: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class Listing:
    """Entries, newest first, with the ways to see them apart (``filters``) and the rest of them (``pager``)."""

    entries: tuple[Entry, ...]
    count: str
    filters: tuple[Link, ...] = ()
    pager: Pager | None = None
    feed: Feed | None = None
    empty: str = ""


@dataclass(frozen=True, slots=True)
class Comment:
    """One comment in a conversation's flat list.

    The tree is told by ``opens`` (lists to open before it: 1 for the first comment and each first reply, else 0)
    and ``closes`` (lists that end after it: 0 if a reply or a sibling follows, and for the last comment its whole
    depth): so any depth is drawn without recursion. ``anchor`` is the old ``comment-N``; ``number`` reads like
    minutes, 1.1.2; ``answers`` leads to the parent, its text the parent's number.
    ``reply`` is a ``mailto:``; ``gone`` are the words that stand where a comment was.
    """

    anchor: str
    number: str
    author: str
    html: str
    opens: int
    closes: int
    stamp: Stamp | None = None
    url: str = ""
    organisation: str = ""
    is_author: bool = False
    answers: Link | None = None
    reply: str = ""
    gone: str = ""


@dataclass(frozen=True, slots=True)
class Ping:
    """Another site's note that it links here: a pingback or trackback."""

    anchor: str
    author: str
    html: str
    url: str = ""
    stamp: Stamp | None = None
    kind: str = "Pingback"


@dataclass(frozen=True, slots=True)
class Conversation:
    """All that was said below a post. ``margin`` stands beside the heading, ``lede`` below it, ``end`` after the last.

    ``reply`` is the address (``mailto:``) that an open conversation is continued by, ``address`` its words: the page
    says «To reply, write to …», then ``end``, whole sentences. A ``closed`` one has neither, and the page says so.
    """

    closed: bool
    lede: str
    margin: str = ""
    comments: tuple[Comment, ...] = ()
    pings: tuple[Ping, ...] = ()
    end: str = ""
    reply: str = ""
    address: str = ""
    policy: Link | None = None


@dataclass(frozen=True, slots=True)
class Byline:
    """An author as the margin names them: with the organisations they wrote for then."""

    author: Link
    organisations: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class Amendment:
    """A change to what is archived: when it was made, and why."""

    stamp: Stamp
    words: str


@dataclass(frozen=True, slots=True)
class Seal:
    """The banner of everything archived: what it is, three ways to know more, and what was changed since."""

    title: str
    words: str
    links: tuple[Link, ...]
    amended: tuple[Amendment, ...] = ()


@dataclass(frozen=True, slots=True)
class Aside:
    """A titled list in the quiet column."""

    title: str
    links: tuple[Link, ...] = ()
    words: str = ""


@dataclass(frozen=True, slots=True)
class IndexItem:
    """A line of an index: a name and how much is there. ``depth`` indents a category below its parent."""

    link: Link
    note: str = ""
    depth: int = 0
    words: str = ""


@dataclass(frozen=True, slots=True)
class IndexGroup:
    """A titled part of an index; an empty title is no heading."""

    title: str
    items: tuple[IndexItem, ...]
    margin: str = ""
    empty: str = ""


@dataclass(frozen=True, slots=True)
class Month:
    """A month of an archive: its short name, how many posts, and where they are (empty: none)."""

    name: str
    long: str
    count: int
    href: str = ""


@dataclass(frozen=True, slots=True)
class Year:
    """A year of an archive: twelve months."""

    name: str
    href: str
    months: tuple[Month, ...]


@dataclass(frozen=True, slots=True)
class Fact:
    """A line of a ledger: label and value, the value a link where ``href`` is given."""

    label: str
    value: str
    href: str = ""
