"""Suggests up to three of the ten principles for a text, each with the words that spoke for it; or none."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from heapq import nlargest
from operator import mul

from sociable.tagging.features import Text, spellings, vector
from sociable.tagging.weights import Model

MOST = 3
"""A post is about three principles at most."""

REASONS = 5
"""How many words a suggestion gives for its reasons."""


FULL = 20
"""With fewer words and pairs than this a text says little, so each of them counts less."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A principle and its score; ``reasons`` are the words that spoke for it, the strongest first."""

    principle: str
    score: float
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the model makes of a text. ``suggestions`` are the best first; none is an answer.

    ``confidence`` is the probability that the first is right (of the principle that would have been first, if none
    is suggested); ``sure`` says that it may be applied without asking.
    """

    suggestions: tuple[Suggestion, ...]
    confidence: float
    sure: bool = False

    @property
    def principles(self) -> tuple[str, ...]:
        """The ids of what is suggested."""
        return tuple(each.principle for each in self.suggestions)

    @property
    def applied(self) -> str:
        """The one principle that may be applied without asking; empty if there is none."""
        return self.suggestions[0].principle if self.sure else ""

    def to_json(self) -> dict[str, object]:
        """Give it as plain values."""
        suggestions = [{"principle": each.principle, "reasons": list(each.reasons)} for each in self.suggestions]
        return {"confidence": round(self.confidence, 4), "applied": self.applied, "suggestions": suggestions}


def suggest(model: Model, text: Text) -> Verdict:
    """Suggest principles for a text."""
    found = vector(text, model.rarity)
    known = _known(model, found, min(1.0, math.sqrt(len(found) / FULL)))
    scores = _scores(model, known)
    order = sorted(scores, key=lambda principle: -scores[principle])
    best, second = scores[order[0]], scores[order[1]]
    measured = model.calibration
    confidence = measured.confidence(best, best - second)
    if not known.words or best < measured.first:
        return Verdict((), confidence)
    chosen = [order[0], *(each for each in order[1:MOST] if scores[each] >= measured.more)]
    spelt = spellings(text)
    places = {principle: place for place, principle in enumerate(model.words)}
    suggestions = tuple(Suggestion(each, scores[each], _reasons(known, places[each], spelt)) for each in chosen)
    return Verdict(suggestions, confidence, confidence >= measured.sure)


def score(model: Model, found: Mapping[str, float]) -> dict[str, float]:
    """Score a text, given as its words, for each principle."""
    return _scores(model, _known(model, found))


@dataclass(frozen=True, slots=True)
class _Known:
    """The words of a text that the model knows, what each counts, and their weights: a column for each principle."""

    words: list[str]
    parts: list[float]
    columns: list[tuple[float, ...]]


def _known(model: Model, found: Mapping[str, float], share: float = 1.0) -> _Known:
    rows = model.rows
    words = [word for word in found if word in rows]
    columns = list(zip(*[rows[word] for word in words], strict=True))
    return _Known(words, [found[word] * share for word in words], columns)


def _scores(model: Model, known: _Known) -> dict[str, float]:
    if not known.words:
        return dict(model.bias)
    return {
        principle: model.bias[principle] + sum(map(mul, column, known.parts))
        for principle, column in zip(model.words, known.columns, strict=True)
    }


def _reasons(known: _Known, place: int, spelt: Mapping[str, str]) -> tuple[str, ...]:
    """The words that added most to a score, as the text spells them; a word that a pair has named is left out."""
    spoke = zip(map(mul, known.columns[place], known.parts), known.words, strict=True)
    named: list[str] = []
    for _, word in nlargest(3 * REASONS, [pair for pair in spoke if pair[0] > 0]):
        parts = word.split()
        if not any(part in each.split() for part in parts for each in named):
            named.append(word)
        if len(named) == REASONS:
            break
    return tuple(" ".join(spelt.get(part, part) for part in word.split()) for word in named)
