"""From values as found to values as kept, all but the texts: plain titles, safe names, addresses of the web only.

What goes through here is public; what is not was sorted out before.
"""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from sociable.archive.names import segment
from sociable.importing.placing import Place
from sociable.markup.wordpress import plain_title
from sociable.model import Attachment, Author, Comment, Page, Post, Source, Term

_MAIL = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+")

_PLAIN_ADDRESS = re.compile(r"https?://[a-z0-9.-]+/[A-Za-z0-9._~%/-]*")
"""An address that needs no closer look: most are such."""

_BLOCK = re.compile(r"<(?=/?(?:p|div|br|li|ul|ol|h[1-6]|blockquote|tr|t[dh])\b)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Names:
    """What authors and terms are called in the archive, by what they were called in the source."""

    authors: Mapping[str, str]
    categories: Mapping[str, str]
    tags: Mapping[str, str]

    def of_term(self, term: Term) -> Mapping[str, str]:
        """The names of a term's taxonomy."""
        return self.categories if term.taxonomy == "category" else self.tags


def author(found: Author, names: Names) -> Author:
    """An author as kept."""
    name = names.authors[found.id]
    return Author(id=name, name=person(found.name) or name, number=found.number)


def term(found: Term, names: Names) -> Term:
    """A category or tag as kept; its description as plain text."""
    slug = names.of_term(found)[found.slug]
    return Term(
        taxonomy=found.taxonomy,
        slug=slug,
        name=line(plain_title(found.name)) or slug,
        parent=names.of_term(found).get(found.parent, ""),
        description=prose(found.description),
        number=found.number,
    )


def attachment(found: Attachment, path: str) -> Attachment:
    """A file of the media library as kept; what is said of it as plain text."""
    return replace(
        found,
        url=found.url.strip(),
        link=web_address(found.link),
        title=line(plain_title(found.title)),
        slug=segment(found.slug),
        caption=prose(found.caption),
        description=prose(found.description),
        alt=prose(found.alt),
        path=path,
        source=Source(),
    )


@dataclass(frozen=True, slots=True)
class Frame:
    """What a post is set into: its place, its id, the names around it, its featured image's address."""

    place: Place
    id: int | None
    names: Names
    image: str = ""
    parent: int | None = None


def post(found: Post, frame: Frame, body: str) -> Post:
    """A post or page as kept, with ``body`` in Markdown and no comments yet."""
    kept = replace(
        found,
        id=frame.id,
        title=line(plain_title(found.title)),
        body=body,
        slug=frame.place.slug,
        path=frame.place.path,
        link=web_address(found.link),
        guid="",
        authors=_named(found.authors, frame.names.authors),
        categories=_named(found.categories, frame.names.categories),
        tags=_named(found.tags, frame.names.tags),
        excerpt=prose(found.excerpt),
        format=found.format.removeprefix("post-format-"),
        featured=None,
        image=frame.image,
        old_slugs=tuple(dict.fromkeys(filter(None, map(segment, found.old_slugs)))),
        comments=(),
        body_format="wordpress",
        lost=(),
        is_cut=False,
        source=Source(),
    )
    return replace(kept, parent=frame.parent) if isinstance(kept, Page) else kept


def comment(found: Comment, names: Names, body: str) -> Comment:
    """A comment as kept, with ``body`` in Markdown."""
    return Comment(
        id=found.id,
        author=person(found.author),
        body=body,
        date=found.date,
        parent=found.parent,
        type=found.type,
        status=found.status,
        url=web_address(found.url),
        user=names.authors.get(found.user, ""),
    )


def person(name: str) -> str:
    """A person's name in plain text; of an e-mail address given for one, what stands before the ``@``."""
    plain = line(html.unescape(name))
    return plain.partition("@")[0] if "@" in plain and _MAIL.fullmatch(plain) else plain


def prose(html_text: str) -> str:
    """A piece of HTML as plain text on one line, its paragraphs apart."""
    return line(plain_title(_BLOCK.sub(" <", html_text)))


def line(text: str) -> str:
    """``text`` on one line."""
    return " ".join(text.split())


def web_address(url: str) -> str:
    """``url`` if it is an address of the web, without user name and password; else nothing."""
    plain = url.strip()
    if not plain or _PLAIN_ADDRESS.fullmatch(plain):
        return plain
    try:
        parts = urlsplit(plain)
    except ValueError:
        return ""
    if parts.scheme.lower() not in ("http", "https") or not parts.hostname:
        return ""
    return parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl()


def _named(found: tuple[str, ...], names: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names[one] for one in found if one in names))
