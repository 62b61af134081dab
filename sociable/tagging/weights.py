"""The model as people can read it: one file of words and weights for each principle, and what was measured of it.

A folder holds ``outside-1.txt`` to ``inside-5.txt`` (``word<TAB>weight``, the strongest first), ``rarity.txt``
(in how many texts a word was seen), ``calibration.txt`` (``key<TAB>number``: where suggesting begins, how sure a
score is, and the figures that were measured) and ``measured.txt``, from which these follow: for each text measured
its best score, its lead over the next, and 1 if the best was right. Lines that start with ``#`` are for people. The
bias of a principle, what it scores for a text without words, is the line of the word ``(bias)``.

Packaged with the library is a folder of this kind; a content folder may hold another, ``content/tagging/``, whose
files are written by ``refit``, belong to the site and are read instead.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from functools import cache, cached_property
from pathlib import Path

from sociable.contentfile.headers import read_text
from sociable.errors import ContentError, Problem
from sociable.tagging.features import Rarity
from sociable.vocabulary import PRINCIPLES

PACKAGED = Path(__file__).parent / "words"
FOLDER = "tagging"
RARITY, CALIBRATION, MEASURED = "rarity.txt", "calibration.txt", "measured.txt"
BIAS = "(bias)"
SMALLEST = 0.03
"""Weights below this are left out of the files; all of them together move a score by a sixtieth on average."""

_MEND = "Correct the line, or write the files anew with `python scripts/suggest_principles.py refit`."


@dataclass(frozen=True, slots=True)
class Calibration:
    """What scores mean. ``first``: where suggesting begins; ``more``: where a second and a third do.

    ``slope``, ``margin`` and ``shift`` turn the best score and its lead over the next into the probability that
    the first suggestion is right; from ``sure`` on it is applied without asking. The rest was measured on posts that
    the model had not seen: of how many posts (``posts``), how many were applied (``applied``), how many of those
    rightly.
    """

    first: float = 0.0
    more: float = 0.0
    slope: float = 1.0
    margin: float = 0.0
    shift: float = 0.0
    sure: float = 1.0
    posts: float = 0
    applied: float = 0
    applied_right: float = 0

    def confidence(self, best: float, lead: float) -> float:
        """The probability that a first suggestion of this score and lead is right."""
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, self.slope * best + self.margin * lead + self.shift))))


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a model made of a text that it had not seen: its best score, the lead over the next, and whether rightly."""

    best: float
    lead: float
    is_right: bool


@dataclass(frozen=True)
class Model:
    """Weights of words by principle, their biases, how rare words are, what scores mean, and by which outcomes."""

    words: Mapping[str, Mapping[str, float]]
    bias: Mapping[str, float]
    rarity: Rarity = field(default_factory=Rarity)
    calibration: Calibration = field(default_factory=Calibration)
    measured: tuple[Outcome, ...] = ()

    @cached_property
    def rows(self) -> Mapping[str, tuple[float, ...]]:
        """The weights of each word, one for each principle in the order of ``words``."""
        known = sorted({word for weights in self.words.values() for word in weights})
        return {word: tuple(weights.get(word, 0.0) for weights in self.words.values()) for word in known}


def find(content: Path | None) -> Path:
    """Return the folder to read the model from: the site's own if there is one, else the packaged one."""
    own = content / FOLDER if content else None
    return own if own and (own / CALIBRATION).is_file() else PACKAGED


@cache
def packaged() -> Model:
    """The model that comes with the library."""
    return read(PACKAGED)


def read(folder: Path) -> Model:
    """Read a model.

    Raises:
        ContentError: with every wrong line of every file.
    """
    problems: list[Problem] = []
    words: dict[str, dict[str, float]] = {}
    for principle in PRINCIPLES:
        words[principle] = dict(_lines(folder / f"{principle}.txt", problems))
    seen = dict(_lines(folder / RARITY, problems))
    measured = dict(_lines(folder / CALIBRATION, problems))
    known = {each.name for each in fields(Calibration)}
    problems += [
        Problem(f"no figure is called {key!r}", (folder / CALIBRATION).as_posix(), None, _MEND)
        for key in measured.keys() - known
    ]
    outcomes = tuple(_outcomes(folder / MEASURED, problems))
    if problems:
        raise ContentError(*problems)
    bias = {principle: found.pop(BIAS, 0.0) for principle, found in words.items()}
    total = int(seen.pop(_TOTAL, 0))
    rarity = Rarity(total, {word: int(count) for word, count in seen.items()})
    return Model(words, bias, rarity, Calibration(**measured), outcomes)


def dump(model: Model) -> dict[str, str]:
    """Give the files of a model, ``{name: text}``; the same model gives the same bytes."""
    files = {}
    for principle, words in model.words.items():
        kept = {word: round(weight, 3) for word, weight in words.items() if abs(weight) >= SMALLEST}
        order = sorted(kept, key=lambda word: (-kept[word], word))
        lines = [f"{BIAS}\t{model.bias[principle]:.4f}", *(f"{word}\t{kept[word]:.3f}" for word in order)]
        files[f"{principle}.txt"] = _file(_ABOUT_WORDS.format(principle=principle), lines)
    seen = [f"{word}\t{count}" for word, count in sorted(model.rarity.seen.items()) if count > 1]
    files[RARITY] = _file(_ABOUT_RARITY, [f"{_TOTAL}\t{model.rarity.total}", *seen])
    numbers = [f"{each.name}\t{getattr(model.calibration, each.name):.6g}" for each in fields(Calibration)]
    files[CALIBRATION] = _file(_ABOUT_CALIBRATION, numbers)
    outcomes = [f"{each.best:.4f}\t{each.lead:.4f}\t{each.is_right:d}" for each in model.measured]
    files[MEASURED] = _file(_ABOUT_MEASURED, outcomes)
    return files


_TOTAL = "(texts)"
_ABOUT_WORDS = """\
Words that speak for {principle}, and below zero against it: word, tab, weight.
Words are without their endings; two words are two neighbours. Written by `suggest_principles.py refit`."""
_ABOUT_RARITY = "In how many of the texts a word was seen; one that is not here is as rare as one seen once."
_ABOUT_CALIBRATION = """\
What scores mean, measured on posts that the model had not seen. Suggesting begins at `first`, a second and third
suggestion at `more`. From the confidence `sure` on, a first suggestion is applied without asking: of `posts` posts so
measured, `applied` would have been, `applied_right` of them rightly."""
_ABOUT_MEASURED = """\
What the calibration was found from: for each post measured, by a model that had not seen it, its best score, the lead
over the next, and whether the principle that scored best was right (1) or not (0)."""


def _file(about: str, lines: list[str]) -> str:
    return "".join(f"{line}\n" for line in [*(f"# {line}" for line in about.splitlines()), *lines])


def _lines(path: Path, problems: list[Problem]) -> Iterator[tuple[str, float]]:
    for number, line in _rows(path, problems):
        word, tab, weight = line.partition("\t")
        value = _number(weight)
        if not tab or not word or not math.isfinite(value):
            problems.append(Problem("not a word, a tab and a number", path.as_posix(), number, _MEND))
            continue
        yield word, value


def _outcomes(path: Path, problems: list[Problem]) -> Iterator[Outcome]:
    for number, line in _rows(path, problems):
        best, lead, right = (*map(_number, line.split("\t")), math.nan, math.nan, math.nan)[:3]
        if line.count("\t") != 2 or not math.isfinite(best + lead) or right not in {0, 1}:
            problems.append(Problem("not two numbers and 1 or 0, with tabs", path.as_posix(), number, _MEND))
            continue
        yield Outcome(best, lead, right == 1)


def _rows(path: Path, problems: list[Problem]) -> Iterator[tuple[int, str]]:
    """The lines of a file that are not for people, numbered."""
    if not path.is_file():
        problems.append(Problem("the file is missing", path.as_posix(), None, _MEND))
        return
    for number, line in enumerate(read_text(path, path.as_posix()).splitlines(), 1):
        if line and not line.startswith("#"):
            yield number, line


def _number(written: str) -> float:
    try:
        return float(written)
    except ValueError:
        return math.nan
