"""What people write for the shared blog, read strictly: posts, the site's pages, and conversations.

Names become ids by the vocabulary. Every problem of a file comes at once, with its line and a mend. Dates without an
offset are the time in ``zone``. Line ends become newlines; nothing else is changed in a text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import cache
from pathlib import PurePath
from typing import Any
from zoneinfo import ZoneInfo

from sociable.contentfile.conversations import scan_conversation
from sociable.contentfile.dates import LONDON, dump_moment, read_moment
from sociable.contentfile.fields import COUNT, PEOPLE, TEXT, WORDS, Codec, Field, Table, choice, table
from sociable.contentfile.headers import shown
from sociable.errors import ContentError, Problem, VocabularyError
from sociable.model import Comment, Page, Post, Source
from sociable.vocabulary.lookup import Vocabulary
from sociable.vocabulary.pages import Sheet, is_slug, scan_sheet, slug_of

_DATED = re.compile(r"\d{4}-\d{2}-\d{2}-(?=.)", re.ASCII)
_STATUS = choice({"published": "publish", "draft": "draft"})


@dataclass(frozen=True, slots=True)
class _Slot:
    """A header whose items are looked up: its name, the field it fills, and how an item is found."""

    key: str
    name: str
    find: Callable[[str], Any]


@cache
def _article(zone: ZoneInfo) -> Table:
    moment = Codec(dump_moment, lambda written: read_moment(written, zone))
    return table(
        Field("Title", "title", TEXT),
        Field("Date", "date", moment),
        Field("Modified", "modified", moment),
        Field("Authors", "authors", PEOPLE),
        Field("Organisations", "organisations", PEOPLE),
        Field("Principles", "principles", WORDS),
        Field("Tags", "tags", WORDS),
        Field("Summary", "excerpt", TEXT),
        Field("Slug", "slug", TEXT),
        Field("Status", "status", _STATUS),
        Field("Comments", "comments_open", choice({"open": True, "closed": False})),
    )


@cache
def _page(zone: ZoneInfo) -> Table:
    kept = ("title", "date", "modified", "summary", "slug", "status")
    return {**{key: _article(zone)[key] for key in kept}, **table(Field("Order", "menu_order", COUNT))}


def load_article(text: str, path: str, vocabulary: Vocabulary, *, zone: ZoneInfo = LONDON) -> Post:
    """Read a post of the shared blog; ``status`` is ``publish`` or ``draft``.

    Authors, organisations and principles are ids, as far as the post gives them; tags are as written, each once.
    Without a ``Slug`` the file's name is the slug, less the date it starts with.

    Raises:
        ContentError: with every problem of the file.
    """
    sheet = scan_sheet(text, path, _article(zone), required=("Title", "Date", "Authors"))
    values = sheet.loaded.values
    problems = [*sheet.problems, *_bad_body(sheet, path)]
    for slot in (
        _Slot("Authors", "authors", vocabulary.author),
        _Slot("Organisations", "organisations", vocabulary.organisation),
        _Slot("Principles", "principles", vocabulary.principle),
    ):
        values[slot.name] = _resolve(slot, sheet, path, problems)
    values["tags"] = tuple(dict.fromkeys(values.get("tags", ())))
    values["slug"] = _slug(sheet, path, problems)
    if problems:
        raise ContentError(*_in_order(problems))
    return Post(**{"id": None, "comments_open": True, **values}, body=sheet.body, source=Source(path))


def load_page(text: str, path: str, *, zone: ZoneInfo = LONDON) -> Page:
    """Read a page of the site, such as ``about.md``; only its title and text must be there.

    Raises:
        ContentError: with every problem of the file.
    """
    sheet = scan_sheet(text, path, _page(zone))
    problems = [*sheet.problems, *_bad_body(sheet, path)]
    slug = _slug(sheet, path, problems)
    if problems:
        raise ContentError(*_in_order(problems))
    return Page(**{"id": None, **sheet.loaded.values, "slug": slug}, body=sheet.body, source=Source(path))


def load_conversation(text: str, path: str, vocabulary: Vocabulary, *, zone: ZoneInfo = LONDON) -> tuple[Comment, ...]:
    """Read the conversation of a post of the shared blog.

    A comment's ``user`` becomes an author's id, whose name is the comment's ``author`` where it has none.

    Raises:
        ContentError: with every problem of the file.
    """
    found, problems = scan_conversation(text, path, strict=True, zone=zone)
    wrong = list(problems)
    comments: list[Comment] = []
    for comment in found:
        try:
            comments.append(_known(comment, vocabulary))
        except VocabularyError as error:
            wrong += [replace(each, path=path, line=comment.source.line) for each in error.problems]
    if wrong:
        raise ContentError(*_in_order(wrong))
    return tuple(comments)


def check_slugs(posts: Iterable[Post]) -> tuple[Problem, ...]:
    """Give a problem for each post whose slug an earlier one has, whatever its case; it names both files."""
    first: dict[str, Post] = {}
    problems = []
    for post in posts:
        owner = first.setdefault(post.slug.casefold(), post)
        if owner is not post:
            what = f"the slug {shown(post.slug)} is also that of {owner.source.where}"
            mend = "Rename one of the two files, or give one another `Slug: …`."
            problems.append(Problem(what, post.source.path, post.source.line, mend))
    return tuple(problems)


def _known(comment: Comment, vocabulary: Vocabulary) -> Comment:
    if not comment.user:
        return comment
    author = vocabulary.author(comment.user)
    return replace(comment, user=author.id, author=comment.author or author.name)


def _bad_body(sheet: Sheet, path: str) -> list[Problem]:
    if sheet.body.strip():
        return []
    return [Problem("no text", path, None, "Write it below the headers, after a blank line.")]


def _resolve(slot: _Slot, sheet: Sheet, path: str, problems: list[Problem]) -> tuple[str, ...]:
    """Look up the items of a header; each id comes once."""
    found: dict[str, None] = {}
    for item in sheet.loaded.values.get(slot.name, ()):
        try:
            found[slot.find(item).id] = None
        except VocabularyError as error:
            line = sheet.loaded.lines[slot.name]
            mend = _parted(slot, item)
            problems += [replace(each, path=path, line=line, mend=mend or each.mend) for each in error.problems]
    return tuple(found)


def _parted(slot: _Slot, item: str) -> str:
    """Say how to part names that somebody parted by commas; empty if that isn't what is wrong."""
    parts = [part.strip() for part in item.split(",")]
    try:
        for part in parts:
            slot.find(part)
    except VocabularyError:
        return ""
    return f"Part the names by semicolons: `{slot.key}: {' '.join(f'{part};' for part in parts)}`."


def _slug(sheet: Sheet, path: str, problems: list[Problem]) -> str:
    given = sheet.text("slug")
    slug = given or _DATED.sub("", PurePath(path).stem, count=1)
    if is_slug(slug):
        return slug
    what = f"{shown(slug)} cannot be an address: small letters, digits and hyphens only"
    better = slug_of(slug) or slug_of(sheet.text("title")) or "…"
    mend = f"Write `Slug: {better}`." if given else f"Rename the file, or add `Slug: {better}`."
    problems.append(Problem(what, path, sheet.loaded.lines.get("slug"), mend))
    return slug


def _in_order(problems: Iterable[Problem]) -> list[Problem]:
    """Put problems in the order of their lines; those of the whole file come last."""
    return sorted(problems, key=lambda problem: (problem.line is None, problem.line or 0))
