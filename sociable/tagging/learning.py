"""Makes and measures models: from what staff decided, or anew from labelled texts and the principles' own words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from sociable.tagging import evaluation, fitting, labelled, weights
from sociable.tagging.evaluation import Figures, Judged
from sociable.tagging.labelled import Example
from sociable.tagging.weights import Model
from sociable.vocabulary import Principle


def from_decisions(decided: Sequence[Example], examples: Sequence[Example]) -> Model:
    """Move the packaged model towards what people decided; labelled ``examples`` hold it where it was right.

    Where suggesting begins and how sure a score is are measured anew: on what the packaged model made of texts of
    blogs it had not seen, and on what the new one makes of each text decided as if that one were not decided.
    """
    model, equations = fitting.refit(weights.packaged(), examples, decided)
    return evaluation.recalibrated(model, equations, decided)


def anew(examples: Sequence[Example], principles: Iterable[Principle]) -> Model:
    """Learn from labelled texts and from the principles' pages alone, measured leaving one blog out."""
    model, judged = _learn(examples, principles)
    measured = tuple(each.outcome for each in judged)
    return replace(model, calibration=evaluation.calibrate(measured), measured=measured)


def measured(examples: Sequence[Example], principles: Iterable[Principle]) -> Figures:
    """How good models are that learn as :func:`anew` does, each on the texts of the blog that it has not seen."""
    return evaluation.measure(_learn(examples, principles)[1])


def measured_on(model: Model, texts: Sequence[Example]) -> Figures:
    """How good a model is as it is; honest only of texts that it did not learn from."""
    judged = evaluation.seen_by(model, texts)
    return evaluation.figures(judged, {each.blog: model.calibration for each in judged})


def write(model: Model, folder: Path) -> None:
    """Write the files of a model."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in weights.dump(model).items():
        (folder / name).write_text(text, encoding="utf-8", newline="\n")


def _learn(examples: Sequence[Example], principles: Iterable[Principle]) -> tuple[Model, list[Judged]]:
    model, equations = fitting.fit(examples, labelled.seeds(principles))
    return model, evaluation.unseen(fitting.blank(model.rarity), equations, examples)
