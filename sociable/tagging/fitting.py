"""Learns the weights of words from texts whose principles are decided. Plain Python, and always the same result.

For each principle a text's target is 1 if it is about it, ``OTHER`` if it is about another and -1 if it is about
none, so that what speaks for no principle counts against all. The weights are those that come nearest to the targets
in the sense of least squares, with a penalty on their size. For that there is an exact formula for what the model
would have scored for the texts of a blog had it never seen that blog, so every fit can be measured honestly.

``fit`` starts from nothing but seeds, ``refit`` from a model, whose weights it moves no further than what people
have decided demands.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from sociable.tagging.features import Rarity, vector
from sociable.tagging.labelled import Example
from sociable.tagging.least_squares import Row, factor, inverse_diagonal, solve
from sociable.tagging.suggest import score
from sociable.tagging.weights import Model
from sociable.vocabulary import PRINCIPLES

OTHER = -0.4
"""The target of a text for a principle that it is not about while it is about another."""

PENALTY = 0.2
SEED = 0.2
"""What a seed counts beside a labelled text; as :data:`PENALTY`, found by trying, leaving blogs out."""

DECIDED = 4.0
"""What a text that staff decided on counts beside one of the labelled set."""

CONSTANT = 0.2
"""The square of the feature that every text has, whose weight is the bias."""

Scores = dict[str, float]


@dataclass(frozen=True)
class Equations:
    """Labelled texts as equations. ``start`` is what a model scores for each; ``counts`` is how much each counts."""

    vectors: Sequence[Mapping[str, float]]
    targets: Sequence[Scores]
    counts: Sequence[float]
    start: Sequence[Scores]

    @cached_property
    def lower(self) -> list[Row]:
        """The factor of the texts' likenesses with the penalty added."""
        return factor(_likenesses(self.vectors, self.counts))

    @cached_property
    def parts(self) -> dict[str, Row]:
        """For each principle the part that each text has in its weights."""
        return {principle: solve(self.lower, self.wanted(principle)) for principle in PRINCIPLES}

    def wanted(self, principle: str) -> Row:
        """What is to be added to the starting scores of a principle."""
        return [target[principle] - start[principle] for target, start in zip(self.targets, self.start, strict=True)]

    def without(self, places: Sequence[int]) -> dict[str, Row]:
        """The parts that the texts would have had if those at ``places`` had not been there (their own become 0)."""
        columns = [solve(self.lower, _unit(place, len(self.vectors))) for place in places]
        inner = factor([[column[place] for place in places] for column in columns])
        found = {}
        for principle, parts in self.parts.items():
            shares = solve(inner, [parts[place] for place in places])
            left = list(parts)
            for share, column in zip(shares, columns, strict=True):
                left = [part - share * value for part, value in zip(left, column, strict=True)]
            found[principle] = left
        return found

    def one_by_one(self, count: int) -> list[Scores]:
        """What the model would score for each of the first ``count`` texts if that one had not been there."""
        shares = inverse_diagonal(self.lower, count)
        return [
            {each: self.targets[place][each] - self.parts[each][place] / share for each in PRINCIPLES}
            for place, share in enumerate(shares)
        ]

    def weights(self, parts: Mapping[str, Row]) -> dict[str, dict[str, float]]:
        """The weights of words, by principle, that belong to ``parts``."""
        return {principle: _sum(self.vectors, row) for principle, row in parts.items()}


def fit(labelled: Sequence[Example], seeds: Iterable[Example]) -> tuple[Model, Equations]:
    """Learn a model from labelled texts and seeds; the labelled are the first of the equations."""
    rarity = Rarity.among(example.text for example in labelled)
    weighed = [(example, 1.0) for example in labelled] + [(example, SEED) for example in seeds]
    return _learn(blank(rarity), weighed)


def refit(model: Model, labelled: Sequence[Example], decided: Sequence[Example]) -> tuple[Model, Equations]:
    """Move a model towards what staff decided, the first of the equations; labelled texts hold it where it was right.

    Rarity and calibration stay as they are; ``evaluation.recalibrated`` measures the latter anew.
    """
    weighed = [(example, DECIDED) for example in decided] + [(example, 1.0) for example in labelled]
    return _learn(model, weighed)


def blank(rarity: Rarity) -> Model:
    """A model that knows no word: what ``fit`` starts from."""
    return Model({each: {} for each in PRINCIPLES}, dict.fromkeys(PRINCIPLES, 0.0), rarity)


def target(principles: Sequence[str]) -> Scores:
    """What a text that is about ``principles`` ought to score."""
    other = OTHER if principles else -1.0
    return {each: 1.0 if each in principles else other for each in PRINCIPLES}


def _learn(model: Model, weighed: Sequence[tuple[Example, float]]) -> tuple[Model, Equations]:
    vectors = [vector(example.text, model.rarity) for example, _ in weighed]
    equations = Equations(
        vectors,
        [target(example.principles) for example, _ in weighed],
        [count for _, count in weighed],
        [score(model, found) for found in vectors],
    )
    return moved(model, equations, equations.parts), equations


def moved(model: Model, equations: Equations, parts: Mapping[str, Row]) -> Model:
    """Add what ``parts`` of the equations add to a model's weights."""
    added = equations.weights(parts)
    words = {each: _added(model.words[each], added[each]) for each in PRINCIPLES}
    bias = {each: model.bias[each] + CONSTANT * sum(parts[each]) for each in PRINCIPLES}
    return replace(model, words=words, bias=bias)


def _likenesses(vectors: Sequence[Mapping[str, float]], counts: Sequence[float]) -> list[Row]:
    """The products of all pairs of texts, below the diagonal; texts that share no word are passed over."""
    table = [[CONSTANT] * (place + 1) for place in range(len(vectors))]
    holders: dict[str, list[tuple[int, float]]] = defaultdict(list)
    for place, found in enumerate(vectors):
        row = table[place]
        for word, part in found.items():
            holders[word].append((place, part))
            for other, its in holders[word]:
                row[other] += part * its
        row[place] += PENALTY / counts[place]
    return table


def _unit(place: int, length: int) -> Row:
    return [1.0 if each == place else 0.0 for each in range(length)]


def _sum(vectors: Sequence[Mapping[str, float]], parts: Row) -> dict[str, float]:
    return _collected(
        (word, part * its) for found, part in zip(vectors, parts, strict=True) for word, its in found.items()
    )


def _added(one: Mapping[str, float], other: Mapping[str, float]) -> dict[str, float]:
    return _collected(pair for each in (one, other) for pair in each.items())


def _collected(pairs: Iterable[tuple[str, float]]) -> dict[str, float]:
    found: dict[str, float] = defaultdict(float)
    for word, value in pairs:
        found[word] += value
    return dict(found)
