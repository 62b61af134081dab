"""Posts and pages of an archive: headers, a blank line, Markdown.

A page is told by ``Type: page``. Authors, categories and tags are ids and slugs; their names are in the archive's
own registers. Comments are not in the file (see :mod:`sociable.contentfile.conversations`); nor are ``guid``
and ``featured``, which only the import needs. ``Found-At`` names the pages whose extracts held the
post, each ended by a semicolon. ``Status`` and ``Protected`` are written where a post is not
public, which no post inside an archive may be.
"""

from __future__ import annotations

from sociable.contentfile.fields import (
    COUNT,
    FLAG,
    INTEGER,
    MOMENT,
    PEOPLE,
    TEXT,
    WORDS,
    Field,
    choice,
    dump_fields,
    load_fields,
    load_plain,
    table,
    text_unless,
)
from sociable.contentfile.headers import compose, scan
from sociable.errors import ContentError, Problem
from sociable.model import Page, Post, Source

_POST = table(
    Field("Title", "title", TEXT),
    Field("Date", "date", MOMENT),
    Field("Modified", "modified", MOMENT),
    Field("Id", "id", INTEGER),
    Field("Slug", "slug", TEXT),
    Field("Path", "path", TEXT),
    Field("Authors", "authors", PEOPLE),
    Field("Categories", "categories", PEOPLE),
    Field("Tags", "tags", WORDS),
    Field("Principles", "principles", WORDS),
    Field("Organisations", "organisations", PEOPLE),
    Field("Source", "link", TEXT),
    Field("Summary", "excerpt", TEXT),
    Field("Sticky", "sticky", FLAG),
    Field("Format", "format", TEXT),
    Field("Image", "image", TEXT),
    Field("Found-At", "found_at", PEOPLE),
    Field("Old-Slugs", "old_slugs", WORDS),
    Field("Comments", "comments_open", choice({"open": True, "closed": False}, default=False)),
    Field("Status", "status", text_unless("publish")),
    Field("Protected", "has_password", FLAG),
)
_TYPE = Field("Type", "type", choice({"post": Post, "page": Page}, default=Post))
_PAGE_ONLY = table(Field("Parent", "parent", INTEGER), Field("Order", "menu_order", COUNT))
_EITHER = {**_POST, **table(_TYPE), **_PAGE_ONLY}


def dump_post(post: Post | Page) -> str:
    """Write a post or page as the text of its file."""
    head = dump_fields(post, _POST)
    if isinstance(post, Page):
        head += f"{_TYPE.key}: {_TYPE.codec.dump(Page)}\n{dump_fields(post, _PAGE_ONLY)}"
    return compose(head, post.body)


def load_post(text: str, path: str) -> Post | Page:
    """Read what :func:`dump_post` wrote; ``source.path`` is ``path``.

    Raises:
        ContentError: with every problem of the file.
    """
    head, blank, body = text.partition("\n\n")
    values = load_plain(head, _POST) if blank else None
    if values is not None:
        return Post(**{"id": None, "title": "", **values}, body=body.removesuffix("\n"), source=Source(path))
    document, problems = scan(text, path)
    loaded = load_fields(document.headers, _EITHER, path)
    kind: type[Post] = loaded.values.pop(_TYPE.name, Post)
    if kind is Post:
        loaded.problems.extend(
            Problem(
                f"`{each.key}` belongs to pages", path, loaded.lines[each.name], "Add `Type: page`, or take it out."
            )
            for each in _PAGE_ONLY.values()
            if each.name in loaded.lines
        )
    if problems or loaded.problems:
        raise ContentError(*problems, *loaded.problems)
    return kind(**{"id": None, "title": "", **loaded.values}, body=document.body, source=Source(path))
