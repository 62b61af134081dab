"""Walks through what is unsure, the most useful first: one key a decision. A state and the keys, no screen, no files.

Most useful are the posts on which the model hesitates: whose first suggestion is nearest to an even chance. A post on
which staff have decided is not asked about again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sociable.tagging.suggest import MOST, Verdict
from sociable.vocabulary import PRINCIPLES

LETTERS = dict(zip("abcdefghij", PRINCIPLES, strict=True))
"""A letter for each principle: outside-1 is a, inside-5 is j."""

ALL, NONE, SKIP, QUIT = "y", "n", "s", "q"


@dataclass(frozen=True, slots=True)
class Question:
    """A post to decide on: where its decision is kept (``place``), its name there, its title, opening and verdict."""

    place: str
    post: str
    title: str
    opening: str
    verdict: Verdict


def most_useful_first(questions: Iterable[Question]) -> tuple[Question, ...]:
    """Order questions by how near their confidence is to one half; then by where they are, so that it is stable."""
    return tuple(sorted(questions, key=lambda each: (abs(each.verdict.confidence - 0.5), each.place, each.post)))


def press(question: Question, held: tuple[str, ...], key: str) -> tuple[tuple[str, ...], bool]:
    """Give the principles after a key, and whether that decides: a capital letter adds one and waits for more.

    ``held`` are the principles that capitals have added so far. The number of a suggestion, a small letter, ``y`` for
    all suggestions and ``n`` for none decide.

    Raises:
        ValueError: the key means nothing here, or contradicts what is held.
    """
    suggested = question.verdict.principles
    if key == NONE:
        if held:
            raise ValueError("none fits, or these do: not both")
        return (), True
    if key == ALL and suggested:
        added = suggested
    elif key.isdigit() and 0 < int(key) <= len(suggested):
        added = (suggested[int(key) - 1],)
    elif key.lower() in LETTERS:
        added = (LETTERS[key.lower()],)
    else:
        raise ValueError(f"{key!r} means nothing here")
    principles = tuple(dict.fromkeys((*held, *added)))
    if len(principles) > MOST:
        raise ValueError(f"a post is about {MOST} principles at most")
    return principles, not key.isupper()


def shown(question: Question, number: int, of: int, titles: Mapping[str, str]) -> str:
    """Give the text that asks a question; ``titles`` are those of the principles by id."""
    lines = [f"[{number} of {of}] {question.title or question.post} ({question.place})", f"  {question.opening}"]
    for place, each in enumerate(question.verdict.suggestions, 1):
        lines.append(f"  {place}  {each.principle} {titles.get(each.principle, '')}: {', '.join(each.reasons)}")
    if not question.verdict.suggestions:
        lines.append("  nothing is suggested")
    letters = "  ".join(f"{letter} {principle}" for letter, principle in LETTERS.items())
    rest = f"{ALL} all suggestions  {NONE} none fits  {SKIP} skip  {QUIT} quit  (a capital adds one and waits for more)"
    return "\n".join([*lines, f"  {letters}", f"  {rest}"])
