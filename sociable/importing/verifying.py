"""What stands in an archive, held against what its source says: what a tree that was written has lost since.

The files in the tree are read and rendered; their words, links, pictures, headings, code, tables, lists, emphasis
and embedded things are compared with those of the text that the source gives now, which its own proof
(:mod:`sociable.importing.body`) ties to what readers of the old blog saw. So the same comparison finds what an
accident or a hand did to the Markdown, and what has changed in the source since the last import.

Not handled: the registers of authors, terms and media; white space and signs that render the same.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from sociable import contentfile
from sociable.errors import ContentError
from sociable.markup.compare import differences, inventory
from sociable.markup.render import raw
from sociable.model import Comment, Post

MISSING = "is not in the archive"

_POST_FIELDS = ("title", "date", "path", "authors", "categories", "tags", "image", "format")
_COMMENT_FIELDS = ("author", "date", "type", "url")
_NOBODY = "nothing"


def post(standing: Path, text: str) -> tuple[str, ...]:
    """Return how the post in the file ``standing`` differs from that in ``text``, which is to stand there."""
    found = _read(standing)
    if found == text:
        return ()
    if found is None:
        return (MISSING,)
    wanted = contentfile.load_post(text, "")
    try:
        held = contentfile.load_post(found, str(standing))
    except ContentError as error:
        return tuple(map(str, error.problems))
    return (*_fields(wanted, held, _POST_FIELDS), *_bodies(wanted.body, held.body))


def conversation(standing: Path, text: str) -> Mapping[int | None, tuple[str, ...]]:
    """Return by number how the comments in the file ``standing`` differ from those in ``text``.

    Under ``None`` stands what is no comment's of ``text``.
    """
    found = _read(standing)
    if found == text:
        return {}
    wanted = contentfile.load_conversation(text, "") if text else ()
    if found is None:
        return {comment.id: (MISSING,) for comment in wanted}
    try:
        held = contentfile.load_conversation(found, str(standing))
    except ContentError as error:
        return {None: tuple(map(str, error.problems))}
    by_number = {comment.id: comment for comment in held}
    strange = tuple(
        f"comment {number} is not in the source" for number in by_number.keys() - {one.id for one in wanted}
    )
    differing = {one.id: _comment(one, by_number.get(one.id)) for one in wanted}
    order = () if _order(wanted, held) else ("its comments stand in another order",)
    return {None: (*strange, *order), **{number: found for number, found in differing.items() if found}}


def _comment(wanted: Comment, held: Comment | None) -> tuple[str, ...]:
    if held is None:
        return (MISSING,)
    if replace(held, source=wanted.source) == wanted:
        return ()
    answers = (wanted.parent or _NOBODY, held.parent or _NOBODY)
    thread = () if answers[0] == answers[1] else (f"answers {answers[1]} in the archive, {answers[0]} in the source",)
    return (*thread, *_fields(wanted, held, _COMMENT_FIELDS), *_bodies(wanted.body, held.body))


def _order(wanted: Sequence[Comment], held: Sequence[Comment]) -> bool:
    """Say whether the comments that both have stand in the same order."""
    numbers = [comment.id for comment in wanted]
    both = set(numbers) & {comment.id for comment in held}
    return [number for number in numbers if number in both] == [one.id for one in held if one.id in both]


def _fields(wanted: Post | Comment, held: Post | Comment, names: Sequence[str]) -> tuple[str, ...]:
    return tuple(
        f"{name}: expected {_shown(getattr(wanted, name))}, found {_shown(getattr(held, name))}"
        for name in names
        if getattr(wanted, name) != getattr(held, name)
    )


def _shown(value: object) -> str:
    if isinstance(value, tuple):
        value = ", ".join(map(str, value))
    return f"“{value}”" if value else _NOBODY


def _bodies(wanted: str, held: str) -> tuple[str, ...]:
    if wanted == held:
        return ()
    return tuple(map(str, differences(inventory(raw(wanted)), inventory(raw(held)))))


def _read(file: Path) -> str | None:
    """Return the text of a file, as it lies there; ``None`` if there is none."""
    return file.read_bytes().decode("utf-8", "replace") if file.is_file() else None
