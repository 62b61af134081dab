"""See what a text has lost where links, pictures and their names were taken out of it. Nothing is mended.

Each kind of damage has a pattern of what it leaves behind, seen in extracts of real blogs. A pattern finds only what
can hardly be anything else, so some damage goes unseen.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from sociable.sources.text_extract.lines import Line

_SENTENCE_START = (
    "The|This|That|These|Those|It|We|I|You|They|He|She|There|Here|If|In|On|At|For|And|But|So|Please|When|What|As|An?"
    "|My|Our"
)
_BREAKS_OFF = "a|an|the|on|at|to|be|of|in|via|by|for|with|from|called|see|and|our|my"


class Kind(NamedTuple):
    """A kind of damage: what is said of it, and the pattern of what it leaves."""

    what: str
    pattern: re.Pattern[str]


KINDS = (
    Kind("link text removed", re.compile(rf"\b[a-z]+\xa0(?=(?:{_SENTENCE_START})\b)|\([\s@,;/-]*\)|\[\s*\]")),
    Kind("sentence breaks off where a link was", re.compile(rf"(?<!\S)(?:\S{{1,60}} ){{7}}(?:{_BREAKS_OFF})\s*$")),
    Kind("tweet host removed", re.compile(r"(?<!#)!/\w+/status/\d+")),
    Kind(
        "image name glued to word",
        re.compile(r"(?<!\S)[\w.-]{0,80}(?:\d{5,40}[\w.-]{0,80}|\.(?:jpe?g|png|gif))(?=[A-Z][a-z])", re.ASCII),
    ),
    Kind("picture missing, its name is left", re.compile(r"^\s*\d{4}-\d\d-\d\d \d\d\.\d\d\.\d\d(?:\.\w{3,4})?\s*$")),
    Kind("characters garbled by a wrong encoding", re.compile("Ă©|¬†|‚Äč|Ã[\x80-\xbf©¨¢]|â€[™œ“”¦]")),
    Kind("markup left as text", re.compile(r"\(a href=|</?a>?\)|</a>")),
)


def found(lines: Iterable[Line]) -> Iterator[tuple[str, Line, int]]:
    """Yield each kind of damage in each line, and how many times it is there."""
    for line in lines:
        for kind in KINDS:
            if count := len(kind.pattern.findall(line.text)):
                yield kind.what, line, count
