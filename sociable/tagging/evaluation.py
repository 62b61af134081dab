"""How good the suggestions are: figures with intervals, measured on texts of blogs the model has not seen.

Three figures. *First*: of the texts that get a suggestion, those that fit no principle included, how many have a
first suggestion that is among their principles. *Three*: of all principles that texts are about, how many are among
the suggestions. *Applied*: of the texts whose first suggestion would be applied without asking, how many rightly.
Intervals are Wilson's, at 95 %. Where suggesting begins and how sure a score is are found on the texts of all other
blogs, so no text has a say in the figure it counts for.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from statistics import fmean, pstdev

from sociable.tagging.features import vector
from sociable.tagging.fitting import Equations, Scores, moved
from sociable.tagging.labelled import Example
from sociable.tagging.least_squares import factor, solve
from sociable.tagging.suggest import MOST, score
from sociable.tagging.weights import Calibration, Model, Outcome

Z = 1.959964
"""The normal quantile of an interval of 95 %."""

SPREAD = 2.2
"""Suggesting begins this many standard deviations below the mean best score of the texts that are judged rightly.

Some 1.5 % of those are so left without a suggestion, whatever the share of texts that fit no principle.
"""

REACH = 0.2
"""How far below the first suggestion's beginning a second and a third may still be suggested."""

WANTED = 0.97
"""How often what is applied without asking must be right where it is measured: 0.9 is promised, of other posts."""

FEWEST_APPLIED = 20
"""With fewer texts above it, no confidence is trusted to be sure."""

_ROUNDS = 30


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many, with the 95 % interval (Wilson) of the proportion behind it."""

    right: int
    of: int

    @property
    def value(self) -> float:
        """The proportion; 0 of nothing."""
        return self.right / self.of if self.of else 0.0

    @property
    def interval(self) -> tuple[float, float]:
        """The lowest and highest proportion that go with what was seen."""
        if not self.of:
            return 0.0, 1.0
        share, spread = self.value, Z * Z / self.of
        middle = share + spread / 2
        half = Z * math.sqrt(share * (1 - share) / self.of + spread / (4 * self.of))
        return (middle - half) / (1 + spread), (middle + half) / (1 + spread)

    def to_json(self) -> dict[str, object]:
        """Give the share as plain values."""
        return {"right": self.right, "of": self.of, "value": self.value, "interval": list(self.interval)}

    def __str__(self) -> str:
        low, high = self.interval
        return f"{self.value:.2f} ({self.right} of {self.of}; {low:.2f} to {high:.2f})"


@dataclass(frozen=True, slots=True)
class Figures:
    """What was measured on ``texts`` texts; ``silent`` of them got no suggestion."""

    texts: int
    silent: int
    first: Share
    three: Share
    applied: Share

    def to_json(self) -> dict[str, object]:
        """Give the figures as plain values."""
        shares = {"first": self.first, "three": self.three, "applied": self.applied}
        return {
            "texts": self.texts,
            "silent": self.silent,
            **{name: share.to_json() for name, share in shares.items()},
        }

    def __str__(self) -> str:
        return (
            f"{self.texts} texts, {self.silent} without a suggestion; with 95 % intervals\n"
            f"  first suggestion right:         {self.first}\n"
            f"  principles among three:         {self.three}\n"
            f"  right of those applied alone:   {self.applied}"
        )


@dataclass(frozen=True, slots=True)
class Judged:
    """A text's scores by a model that has not seen it, and the principles it is about."""

    scores: Scores
    principles: tuple[str, ...]
    blog: str

    @property
    def order(self) -> list[str]:
        """The principles, the best score first."""
        return sorted(self.scores, key=lambda principle: -self.scores[principle])

    @property
    def best(self) -> float:
        """The best score."""
        return self.scores[self.order[0]]

    @property
    def lead(self) -> float:
        """How far the best score is above the next."""
        first, second = self.order[:2]
        return self.scores[first] - self.scores[second]

    @property
    def outcome(self) -> Outcome:
        """What a calibration is found from."""
        return Outcome(self.best, self.lead, self.is_right)

    @property
    def is_right(self) -> bool:
        """Tell whether the text is about the principle that scores best."""
        return self.order[0] in self.principles


def unseen(model: Model, equations: Equations, examples: Sequence[Example]) -> list[Judged]:
    """Score each of ``examples``, the first of the equations, as if its blog had never been seen."""
    blogs: dict[str, list[int]] = defaultdict(list)
    for place, example in enumerate(examples):
        blogs[example.blog].append(place)
    judged: dict[int, Judged] = {}
    for places in blogs.values():
        less = moved(model, equations, equations.without(places))
        for place in places:
            judged[place] = _judge(less, examples[place])
    return [judged[place] for place in range(len(examples))]


def seen_by(model: Model, examples: Iterable[Example]) -> list[Judged]:
    """Score texts by a model as it is; honest only for texts that it was not fitted on."""
    return [_judge(model, example) for example in examples]


def recalibrated(model: Model, equations: Equations, decided: Sequence[Example]) -> Model:
    """Measure a refitted model anew: on the outcomes it came with, and on each text decided as if it were not known.

    ``decided`` are the first of the equations.
    """
    unseen_scores = equations.one_by_one(len(decided))
    pairs = zip(unseen_scores, decided, strict=True)
    judged = [Judged(scores, example.principles, example.blog).outcome for scores, example in pairs]
    measured = (*model.measured, *judged)
    return replace(model, measured=measured, calibration=calibrate(measured) if judged else model.calibration)


def calibrate(judged: Sequence[Outcome]) -> Calibration:
    """Find where suggesting begins and how sure a score is, from texts the model had not seen."""
    right_ones = [each.best for each in judged if each.is_right] or [max(each.best for each in judged)]
    first = fmean(right_ones) - SPREAD * pstdev(right_ones)
    slope, margin, shift = _logistic([(each.best, each.lead, each.is_right) for each in judged])
    found = Calibration(first, first - REACH, slope, margin, shift)
    ranked = sorted(((found.confidence(each.best, each.lead), each.is_right) for each in judged), reverse=True)
    sure, right = 1.0, 0
    for number, (confidence, is_right) in enumerate(ranked, 1):
        right += is_right
        if number >= FEWEST_APPLIED and right >= WANTED * number:
            sure = confidence
    above = [is_right for confidence, is_right in ranked if confidence >= sure]
    return replace(found, sure=sure, posts=len(judged), applied=len(above), applied_right=sum(above))


def measure(judged: Sequence[Judged]) -> Figures:
    """Measure the figures, each blog's texts by a calibration found on those of the others."""
    blogs = {each.blog for each in judged}
    apart = {blog: calibrate([each.outcome for each in judged if each.blog != blog]) for blog in sorted(blogs)}
    return figures(judged, apart)


def figures(judged: Sequence[Judged], calibrations: Mapping[str, Calibration]) -> Figures:
    """Count the figures of texts, by the calibration of each one's blog."""
    first = first_right = applied = applied_right = held = labels = 0
    for each in judged:
        known = calibrations[each.blog]
        labels += len(each.principles)
        if each.best < known.first:
            continue
        order = each.order
        chosen = [order[0], *(other for other in order[1:MOST] if each.scores[other] >= known.more)]
        held += sum(principle in chosen for principle in each.principles)
        first, first_right = first + 1, first_right + each.is_right
        if known.confidence(each.best, each.lead) >= known.sure:
            applied, applied_right = applied + 1, applied_right + each.is_right
    silent = len(judged) - first
    return Figures(len(judged), silent, Share(first_right, first), Share(held, labels), Share(applied_right, applied))


def _judge(model: Model, example: Example) -> Judged:
    return Judged(score(model, vector(example.text, model.rarity)), example.principles, example.blog)


def _logistic(seen: Sequence[tuple[float, float, bool]]) -> tuple[float, float, float]:
    """Fit the probability of being right to best score and lead, by Newton's method with a slight penalty."""
    rows = [((best, lead, 1.0), float(is_right)) for best, lead, is_right in seen]
    found = [0.0, 0.0, 0.0]
    for _ in range(_ROUNDS):
        slope = [-0.01 * each for each in found]
        bend = [[0.01 if one == other else 0.0 for other in range(3)] for one in range(3)]
        for features, right in rows:
            chance = 1 / (1 + math.exp(-sum(a * b for a, b in zip(found, features, strict=True))))
            for one in range(3):
                slope[one] += (right - chance) * features[one]
                for other in range(3):
                    bend[one][other] += chance * (1 - chance) * features[one] * features[other]
        found = [a + b for a, b in zip(found, solve(factor(bend), slope), strict=True)]
    return found[0], found[1], found[2]
