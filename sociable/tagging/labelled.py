"""Texts whose principles somebody has decided: what the model learns from and is measured on.

``labelled.jsonl`` holds one JSON object a line: ``id``, ``blog``, ``title``, ``summary`` (of the post, in words of
our own), ``terms``, ``principles`` (none to three, the main one first) and ``reason``. ``seeds.txt`` holds words that
name a principle outright; the paragraphs of a principle's own page speak for it too.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sociable.contentfile.headers import read_text, shown
from sociable.errors import ContentError, Problem
from sociable.tagging.features import Text
from sociable.vocabulary import PRINCIPLES, Principle

OWN = Path(__file__).parent / "labelled.jsonl"
SEEDS = Path(__file__).parent / "seeds.txt"

_MEND = 'Write `{"id": …, "blog": …, "title": …, "summary": …, "terms": […], "principles": […]}`, all on one line.'
_NOT_SPOKEN_FOR = ("not", "where this comes from")
_HEADING = re.compile(r"^#+ (.*)$", re.MULTILINE)
_BREAK = re.compile(r"\n\s*\n|\n- ")
_FEWEST_WORDS = 7


@dataclass(frozen=True, slots=True)
class Example:
    """A text and the principles it is about. ``blog`` is what is left out together when measuring."""

    text: Text
    principles: tuple[str, ...]
    blog: str = ""
    id: str = ""


def read(path: Path) -> tuple[Example, ...]:
    """Read labelled texts.

    Raises:
        ContentError: with every wrong line.
    """
    problems: list[Problem] = []
    examples = []
    for number, line in enumerate(read_text(path, path.as_posix()).splitlines(), 1):
        if not line.strip():
            continue
        try:
            examples.append(_example(json.loads(line)))
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            what = f"not a labelled text: {type(error).__name__} {error}"
            problems.append(Problem(what, path.as_posix(), number, _MEND))
    if problems:
        raise ContentError(*problems)
    return tuple(examples)


def seeds(principles: Iterable[Principle]) -> tuple[Example, ...]:
    """What fitting starts from: the seed words, and the paragraphs of the principles' own pages."""
    named = (line.split("\t") for line in read_text(SEEDS).splitlines() if not line.startswith("#"))
    words = [Example(Text("", word), (principle,)) for principle, word in named]
    pages = [Example(Text("", part), (page.id,)) for page in principles for part in _paragraphs(page)]
    return (*words, *pages)


def _example(found: Any) -> Example:
    principles = tuple(found["principles"])
    if unknown := [each for each in principles if each not in PRINCIPLES]:
        raise ValueError(f"unknown principle {shown(unknown[0])}")
    terms = tuple(term.replace("-", " ") for term in found.get("terms", ()))
    return Example(Text(found["title"], found["summary"], terms), principles, found["blog"], found["id"])


def _paragraphs(page: Principle) -> Iterator[str]:
    """The title, the summary and the paragraphs, but for those that say what the principle is not."""
    yield from (page.title, page.summary)
    heading = ""
    for place, part in enumerate(_HEADING.split(page.body)):
        if place % 2:
            heading = part.casefold()
        elif not any(words in heading for words in _NOT_SPOKEN_FOR):
            yield from (each for each in _BREAK.split(part) if len(each.split()) >= _FEWEST_WORDS)
