"""What an organisation says of its progress: a header of its page for each thing it says of a principle.

    Outside-1: under way since 2024-05 | We answer in public. | 2026-11-12-a-post.md, https://council.example/plan

The key is the principle. Then come, parted by bars, the stage and since when, one sentence, and the evidence: posts
of the blog by file name, posts of the site by address (``/archive/notes/2013/01/19/x/``), or web addresses where it is
documented elsewhere. The first stage, «not yet», needs no evidence. A date may be a year, a month or a day. The same
key may stand several times: what is said of a later date is so now, the earlier ones are how it came about.

Whether the posts are there is not known here; whoever has them asks.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit

from sociable.contentfile.dates import BadValue, read_day
from sociable.contentfile.fields import did_you_mean
from sociable.contentfile.headers import Header, shown, unescape
from sociable.errors import Problem

STAGES = ("not yet", "trying it", "under way", "everyday")
"""How far an organisation is with a principle; a stage is known by its place here."""

_FORM = "Outside-1: under way since 2024-05 | One sentence. | 2026-11-12-a-post.md, https://…"
_CLAIM = re.compile(r"(.*?)\bsince\b(.*)", re.IGNORECASE | re.DOTALL)
_PERIOD = re.compile(r"(\d{4})(?:-(\d{2}))?", re.ASCII)
_POST = re.compile(r"(?:\{filename\})?/?(?:blog/)?([^/{}\s]+\.md)")
_DECEMBER = 12


@dataclass(frozen=True, slots=True)
class Since:
    """A date as exactly as it is known: ``month`` or ``day`` may be ``None``."""

    year: int
    month: int | None = None
    day: int | None = None

    @property
    def first(self) -> date:
        """The earliest day that it may mean."""
        return date(self.year, self.month or 1, self.day or 1)

    @property
    def last(self) -> date:
        """The latest day that it may mean."""
        month = self.month or _DECEMBER
        return date(self.year, month, self.day or monthrange(self.year, month)[1])


@dataclass(frozen=True, slots=True)
class Statement:
    """What an organisation says of a principle (its id): ``stage`` counts in :data:`STAGES`, ``line`` in its page.

    Each item of ``evidence`` is a file below ``content/`` (``blog/….md``), an address of this site that starts with a
    slash, or a web address.
    """

    principle: str
    stage: int
    since: Since
    sentence: str
    evidence: tuple[str, ...] = ()
    line: int | None = None


def read_progress(headers: Iterable[Header], path: str) -> tuple[tuple[Statement, ...], tuple[Problem, ...]]:
    """Read the headers whose keys are principles: what they say, oldest first, and every problem of every one."""
    statements: list[Statement] = []
    problems: list[Problem] = []
    for header in headers:
        statement, wrong = _read(header)
        problems += [Problem(error.what, path, header.line, error.mend) for error in wrong]
        if statement:
            statements.append(statement)
    problems += _twice(statements, path)
    statements.sort(key=lambda one: (one.since.first, one.since.last))
    return tuple(statements), tuple(problems)


def _read(header: Header) -> tuple[Statement | None, list[BadValue]]:
    if not header.written:
        return None, []
    claim, *rest = (unescape(part.strip()) for part in header.written.split("|"))
    stage, since, wrong = _read_claim(claim)
    sentence, evidence = [*rest, "", ""][:2]
    if len(rest) > 2:
        wrong.append(BadValue("too many bars", f"Use | only between the three parts: `{_FORM}`."))
    if not sentence:
        wrong.append(BadValue("no sentence says what is so", f"Write one after a bar: `{_FORM}`."))
    found, bad = _read_evidence(evidence)
    wrong += bad
    if stage and not evidence:
        where = "Name a post of the blog by its file, or the address where it is documented, after a second bar"
        wrong.append(BadValue(f"no evidence for «{STAGES[stage]}»", f"{where}: `{_FORM}`."))
    if stage is None or since is None or wrong:
        return None, wrong
    return Statement(header.key.lower(), stage, since, sentence, found, header.line), []


def _read_claim(claim: str) -> tuple[int | None, Since | None, list[BadValue]]:
    """Read ``under way since 2024-05``."""
    match = _CLAIM.fullmatch(claim)
    words, when = match.groups() if match else (claim, "")
    wrong: list[BadValue] = []
    stage = since = None
    try:
        stage = _read_stage(words)
    except BadValue as error:
        wrong.append(error)
    try:
        since = _read_since(when.strip())
    except BadValue as error:
        wrong.append(error)
    return stage, since, wrong


def _read_stage(written: str) -> int:
    words = " ".join(written.casefold().split())
    if words in STAGES:
        return STAGES.index(words)
    mend = f"Write one of: {', '.join(STAGES)}."
    if not words:
        raise BadValue("no stage", mend)
    raise BadValue(f"unknown stage {shown(written.strip())}{did_you_mean(words, STAGES)}", mend)


def _read_since(written: str) -> Since:
    if not written:
        raise BadValue("no date", f"Write since when, as in `{_FORM}`.")
    if match := _PERIOD.fullmatch(written):
        year, month = int(match[1]), int(match[2]) if match[2] else None
        if year < date.min.year or (month is not None and not 1 <= month <= _DECEMBER):
            raise BadValue(f"{shown(written)} is in no calendar", "Correct the month or the year.")
        return Since(year, month)
    if not re.fullmatch(r"\d+([-/.])\d+\1\d+", written, re.ASCII):
        raise BadValue(f"cannot read the date {shown(written)}", "Write it as 2024, 2024-05 or 2024-05-01.")
    day = read_day(written)
    return Since(day.year, day.month, day.day)


def _read_evidence(written: str) -> tuple[tuple[str, ...], list[BadValue]]:
    """Read links parted by commas or white space."""
    found: dict[str, None] = {}
    wrong = []
    for item in re.split(r"[,\s]+", written):
        if not item:
            continue
        if link := _link(item):
            found[link] = None
        else:
            what = f"the evidence {shown(item)} is neither a post nor an address"
            mend = (
                "Write the file name of a post, such as 2026-11-12-a-post.md, or an address that starts with https://."
            )
            wrong.append(BadValue(what, mend))
    return tuple(found), wrong


def _link(item: str) -> str:
    """Give a piece of evidence in the form :class:`Statement` promises; empty if it is none."""
    try:
        parts = urlsplit(item)
        if parts.scheme in ("http", "https") and parts.hostname:
            return item
    except ValueError:
        return ""
    if match := _POST.fullmatch(item):
        return f"blog/{match[1]}"
    return item if item.startswith("/") and not item.startswith("//") else ""


def _twice(statements: Sequence[Statement], path: str) -> list[Problem]:
    """Give a problem for each statement about the same principle and date as an earlier one."""
    first: dict[tuple[str, Since], Statement] = {}
    problems = []
    for one in statements:
        owner = first.setdefault((one.principle, one.since), one)
        if owner is not one:
            what = f"line {owner.line} says something else of {one.principle} since the same date"
            problems.append(Problem(what, path, one.line, "Keep the one that is true, or correct its date."))
    return problems
