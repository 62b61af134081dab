"""The values that flow through Sociable. No behaviour, no I/O, no knowledge of any format.

Two stages share these classes. **As found** (yielded by ``sociable.sources``): ``body`` is HTML as the
source stored it (before ``autop`` and shortcodes), ``title`` is the HTML or text that was stored, every status occurs.
**As kept** (written and read by ``sociable.contentfile``): ``body`` is Markdown, ``title`` plain text,
and only what is public occurs.

Dates are aware and to the second, or ``None`` where the source has none. Ids are the old blog's own numbers.
Names of terms and authors are not repeated in posts: a post refers to them by slug or id.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

CommentType = Literal["comment", "pingback", "trackback"]
Taxonomy = Literal["category", "post_tag"]
BodyFormat = Literal["wordpress", "html"]
"""What a body as found is: HTML as WordPress stores it, before ``autop`` and shortcodes, or HTML as readers got it."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where a value was found. ``line`` counts from 1; ``url`` is the address it had, where known."""

    path: str = ""
    line: int | None = None
    kind: str = ""
    url: str = ""

    @property
    def where(self) -> str:
        """``path:line``, as much of it as is known."""
        return self.path if self.line is None else f"{self.path}:{self.line}"


@dataclass(frozen=True, slots=True)
class Blog:
    """A legacy blog as a whole. ``url`` is its home without a trailing slash."""

    title: str = ""
    url: str = ""
    description: str = ""
    language: str = ""
    version: str = ""
    source: Source = Source()
    owner: str = ""
    organisation: str = ""


@dataclass(frozen=True, slots=True)
class Affiliation:
    """A stay of an author at an organisation. ``since`` and ``until`` are inclusive; ``None`` is open."""

    organisation: str
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Author:
    """Somebody who writes posts. ``id`` is a slug that is safe as a file name; never an e-mail address.

    ``number`` is the old blog's own id of the author, as in ``?author=3``.
    """

    id: str
    name: str
    affiliations: tuple[Affiliation, ...] = ()
    source: Source = Source()
    number: int | None = None


@dataclass(frozen=True, slots=True)
class Term:
    """A category or a tag. ``parent`` is the slug of the term above it, or empty; ``number`` the old blog's own id."""

    taxonomy: Taxonomy
    slug: str
    name: str
    parent: str = ""
    description: str = ""
    source: Source = Source()
    number: int | None = None


@dataclass(frozen=True, slots=True)
class ImageSize:
    """A resized copy of an image: WordPress's size name, its file name beside the original, px."""

    name: str
    file: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file of the old blog's media library. ``url`` is where the file was, ``link`` its own page.

    ``path`` (as kept) is its place below the archive's own address, such as ``wp-content/uploads/2013/01/x.jpg``.
    """

    id: int | None
    url: str
    title: str = ""
    slug: str = ""
    link: str = ""
    caption: str = ""
    description: str = ""
    alt: str = ""
    mime: str = ""
    parent: int | None = None
    date: datetime | None = None
    menu_order: int = 0
    width: int | None = None
    height: int | None = None
    sizes: tuple[ImageSize, ...] = ()
    path: str = ""
    source: Source = Source()


@dataclass(frozen=True, slots=True)
class Comment:
    """One comment, pingback or trackback. ``parent`` is the id it answers; ``user`` an :class:`Author` id, if any.

    ``status`` as found: ``approved``, ``unapproved``, ``spam`` or ``trash``. ``gone`` (as kept) is the ground on
    which its words were removed: such a comment is a tombstone, its ``author``, ``url`` and ``body`` are empty.
    ``body_format`` is of use only as found. Holds no e-mail address and no IP by design.
    """

    id: int
    author: str
    body: str
    date: datetime | None = None
    parent: int | None = None
    type: CommentType = "comment"
    status: str = "approved"
    url: str = ""
    user: str = ""
    gone: str = ""
    body_format: BodyFormat = "wordpress"
    source: Source = Source()


@dataclass(frozen=True, slots=True)
class Loss:
    """What a source had lost of a post before anybody read it: ``what``, and what it is a loss ``of``."""

    of: Literal["body", "comments", "terms", "entry"]
    what: str


@dataclass(frozen=True, slots=True)
class Post:
    """A post of a legacy blog or of the shared one.

    ``link`` is the post's original address (as found: as the source gives it). ``status`` as found is WordPress's
    (``publish draft pending private future trash inherit auto-draft``); ``has_password`` withholds it.
    ``authors`` are :class:`Author` ids in order; ``categories`` and ``tags`` are :class:`Term` slugs in order.
    ``principles`` and ``organisations`` are ids that people gave; ``featured`` is an :class:`Attachment` id;
    ``image`` the featured image's address (as found: where its number is not known), ``path`` (as kept) the post's own
    address below that of its archive, such as ``2013/01/19/green-shoots/``. ``comments`` stand in the source's order.

    As found only: ``body_format`` says how to treat the body, ``lost`` what the source had lost of the post already,
    and ``is_cut`` whether the body is only its beginning, or missing. ``found_at`` names the pages that an extract of
    the post was taken from (their addresses, or else their files): as found its own one, as kept all. ``meta`` is
    what WordPress kept beside the text and showed in it, by the key of its postmeta: ``footnotes`` (JSON) and
    ``_oembed_…`` (HTML that other sites gave for an address).
    """

    id: int | None
    title: str
    body: str
    slug: str = ""
    link: str = ""
    guid: str = ""
    date: datetime | None = None
    modified: datetime | None = None
    status: str = "publish"
    has_password: bool = False
    authors: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    principles: tuple[str, ...] = ()
    organisations: tuple[str, ...] = ()
    excerpt: str = ""
    sticky: bool = False
    format: str = ""
    featured: int | None = None
    image: str = ""
    path: str = ""
    old_slugs: tuple[str, ...] = ()
    comments_open: bool = False
    comments: tuple[Comment, ...] = ()
    body_format: BodyFormat = "wordpress"
    lost: tuple[Loss, ...] = ()
    is_cut: bool = False
    found_at: tuple[str, ...] = ()
    meta: tuple[tuple[str, str], ...] = ()
    source: Source = Source()


@dataclass(frozen=True, slots=True)
class Page(Post):
    """A page: outside the stream of posts, below its ``parent`` page (an id), in ``menu_order``."""

    parent: int | None = None
    menu_order: int = 0


@dataclass(frozen=True, slots=True)
class About:
    """What an archive says of itself (``data/archive.md``). ``body`` is Markdown: why the blog is archived.

    ``organisation`` is an organisation's id or name, ``first`` and ``last`` the span of its dated posts,
    ``captured`` the day the source was taken, ``source`` what it was imported from, in words; ``lost`` says, a line
    each, what the source had lost before that. ``former`` are addresses that the blog had before ``url``.
    """

    title: str
    url: str = ""
    description: str = ""
    owner: str = ""
    organisation: str = ""
    language: str = ""
    licence: str = ""
    first: date | None = None
    last: date | None = None
    captured: date | None = None
    source: str = ""
    lost: tuple[str, ...] = ()
    body: str = ""
    former: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class HeldFile:
    """A file of the old blog that a source holds itself: its bytes lie at ``path`` on this machine.

    ``url`` is where it was. Its name and ``mime``, which the old server gave, are claims: only the bytes count.
    """

    url: str
    path: str
    mime: str = ""
    source: Source = Source()


@dataclass(frozen=True, slots=True)
class ReusableBlock:
    """A text that posts show by its number, ``wp:block {"ref": 7}``; ``body`` is as WordPress stores a post's."""

    id: int
    body: str
    source: Source = Source()


Item = Blog | Author | Term | Attachment | HeldFile | ReusableBlock | Post | Page
"""What a source yields, in document order; a :class:`Page` is a :class:`Post`."""
