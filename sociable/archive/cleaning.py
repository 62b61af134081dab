"""A person taken out of the texts of an archive's file: titles, bodies, captions, names; never out of an address."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from sociable import contentfile
from sociable.archive.folder import ABOUT, ACCOUNT, AUTHORS, COMMENTS, MEDIA, PAGES, POSTS, TERMS
from sociable.archive.sought import Sought
from sociable.markup import escape

_Value = TypeVar("_Value")
_EMPTY = {"What could not be kept": "Nothing was lost."}
"""What the account says where one of its lists has nothing in it; others are left out."""


@dataclass(frozen=True, slots=True)
class _Kind:
    """How files of a kind are read and written, whether they hold many values, and which fields of each are texts."""

    load: Callable[[str, str], Any]
    dump: Callable[[Any], str]
    texts: tuple[str, ...]
    many: bool = True


_POST = _Kind(contentfile.load_post, contentfile.dump_post, ("title", "body", "excerpt"), many=False)
_KINDS = {
    POSTS: _POST,
    PAGES: _POST,
    COMMENTS: _Kind(contentfile.load_conversation, contentfile.dump_conversation, ("author", "body")),
    AUTHORS: _Kind(contentfile.load_authors, contentfile.dump_authors, ("name",)),
    TERMS: _Kind(contentfile.load_terms, contentfile.dump_terms, ("name", "description")),
    MEDIA: _Kind(contentfile.load_media, contentfile.dump_media, ("title", "caption", "description", "alt")),
    ABOUT: _Kind(
        contentfile.load_about, contentfile.dump_about, ("title", "description", "owner", "source", "body"), many=False
    ),
}
"""By the first part of a path below ``bag/data/``."""


def cleaned(path: str, text: str, sought: Sought) -> str:
    """Return the ``text`` of the file ``path`` below ``bag/data/`` without the person."""
    if path == ACCOUNT:
        return sought.removed(text)
    kind = _KINDS.get(path.partition("/")[0])
    if kind is None or not sought.has(text):
        return text
    value = kind.load(text, path)
    clean = tuple(_clean(each, kind, sought) for each in value) if kind.many else _clean(value, kind, sought)
    return text if clean == value else kind.dump(clean)


def without_comments(account: str, numbers: Collection[int]) -> str:
    """Return the account of an import without what it says of some comments: it quotes words of theirs that were lost.

    The result is what an import writes of comments that it finds erased.
    """
    told = re.compile(rf"- (?:.*, )?(?:comment|pingback|trackback) (?:{'|'.join(map(str, numbers)) or '!'}): .*")
    return _filtered(account, lambda line: "" if told.fullmatch(line) else line)


def without_links(account: str, post: str, hrefs: Iterable[str]) -> str:
    """Return the account of an import without dead links of erased comments of the post at ``post``.

    One that others give there too stays as often as they do.
    """
    mark = f"]({escape.destination(post)}): "
    gone = [f"`{href}`" for href in hrefs]

    def without(line: str) -> str:
        head, found, listed = line.partition(mark)
        if not found or not listed.startswith("`"):
            return line
        links = listed.split(", ")[::-1]
        for link in gone:
            if link in links:
                links.remove(link)
        return f"{head}{mark}{', '.join(links[::-1])}" if links else ""

    return _filtered(account, without)


def _filtered(account: str, change: Callable[[str], str]) -> str:
    """Change the lines of an account. One that is empty then goes, and so does a section with nothing left in it."""
    kept = []
    for section in f"\n\n{account.removesuffix(chr(10))}".split("\n\n## ")[1:]:
        title, _, body = section.partition("\n\n")
        lines = [changed for line in body.split("\n") if (changed := change(line)) or not line]
        if body := "\n".join(lines) or _EMPTY.get(title, ""):
            kept.append(f"## {title}\n\n{body}")
    return "\n\n".join(kept) + "\n" if kept else account


def _clean(value: _Value, kind: _Kind, sought: Sought) -> _Value:
    texts: dict[str, str] = {name: sought.removed(getattr(value, name)) for name in kind.texts}
    return replace(value, **texts)  # type: ignore[type-var]  # every value that a file holds is a dataclass
