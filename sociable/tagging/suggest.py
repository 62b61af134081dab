"""Suggests up to three of the ten principles for a text, each with the words that spoke for it; or none."""

from __future__ import annotations

from dataclasses import dataclass

from sociable.tagging.features import Text, vector
from sociable.tagging.weights import Model

MOST = 3
"""A post is about three principles at most."""

REASONS = 5
"""How many words a suggestion gives for its reasons."""


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


def suggest(model: Model, text: Text) -> Verdict:
    """Suggest principles for a text."""
    found = vector(text, model.rarity)
    scores = score(model, found)
    order = sorted(scores, key=lambda principle: -scores[principle])
    best, second = scores[order[0]], scores[order[1]]
    known = model.calibration
    confidence = known.confidence(best, best - second)
    if not found or best < known.first:
        return Verdict((), confidence)
    chosen = [order[0], *(each for each in order[1:MOST] if scores[each] >= known.more)]
    suggestions = tuple(Suggestion(each, scores[each], _reasons(model, each, found)) for each in chosen)
    return Verdict(suggestions, confidence, confidence >= known.sure)


def score(model: Model, found: dict[str, float]) -> dict[str, float]:
    """Score a text, given as its words, for each principle."""
    return {
        principle: model.bias[principle] + sum(weights[word] * part for word, part in found.items() if word in weights)
        for principle, weights in model.words.items()
    }


def _reasons(model: Model, principle: str, found: dict[str, float]) -> tuple[str, ...]:
    """The words that added most to a score; a word that a pair has already named is left out."""
    weights = model.words[principle]
    spoke = {word: weights[word] * part for word, part in found.items() if weights.get(word, 0.0) > 0}
    named: list[str] = []
    for word in sorted(spoke, key=lambda word: (-spoke[word], word)):
        if not any(set(word.split()) & set(each.split()) for each in named):
            named.append(word)
        if len(named) == REASONS:
            break
    return tuple(named)
