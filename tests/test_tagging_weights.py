"""The words files: what is dumped comes back, and a slip is told by its line."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from sociable.errors import ContentError
from sociable.tagging import evaluation, weights
from sociable.tagging.suggest import score
from sociable.tagging.weights import PACKAGED, Calibration, Model, Outcome
from sociable.vocabulary import PRINCIPLES

OUTCOMES = (Outcome(0.5, 0.25, True), Outcome(-0.5, 0.125, False))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    words = {each: {"block": 1.25, "chief executiv": -0.5} for each in PRINCIPLES}
    model = Model(
        words, dict.fromkeys(PRINCIPLES, -0.25), weights.Rarity(7, {"block": 3}), Calibration(0.1, sure=0.9), OUTCOMES
    )
    for name, text in weights.dump(model).items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def test_what_is_dumped_is_read_again(folder: Path) -> None:
    model = weights.read(folder)
    assert model.words["inside-1"] == {"block": 1.25, "chief executiv": -0.5}
    assert (model.bias["inside-1"], model.rarity.seen, model.calibration.sure) == (-0.25, {"block": 3}, 0.9)
    assert model.measured == OUTCOMES
    assert weights.dump(model) == {path.name: path.read_text(encoding="utf-8") for path in folder.iterdir()}


def test_weights_too_small_to_matter_are_left_out(folder: Path) -> None:
    model = weights.read(folder)
    text = weights.dump(replace(model, words={**model.words, "inside-1": {"a": 0.001, "b": -0.5}}))["inside-1.txt"]
    assert "b\t-0.500\n" in text and "\na\t" not in text


@pytest.mark.parametrize("line", ["block 1.2", "block\tmuch", "block\tnan", "\t1"])
def test_a_line_that_is_no_weight_is_told_with_its_number(folder: Path, line: str) -> None:
    path = folder / "inside-1.txt"
    path.write_text(f"{path.read_text(encoding='utf-8')}{line}\n", encoding="utf-8")
    with pytest.raises(ContentError, match=r"inside-1\.txt:6: not a word, a tab and a number"):
        weights.read(folder)


def test_a_missing_file_is_told(folder: Path) -> None:
    (folder / "outside-5.txt").unlink()
    with pytest.raises(ContentError, match=r"outside-5\.txt: the file is missing"):
        weights.read(folder)


def test_an_unknown_figure_is_told(folder: Path) -> None:
    path = folder / "calibration.txt"
    path.write_text(f"{path.read_text(encoding='utf-8')}luck\t1\n", encoding="utf-8")
    with pytest.raises(ContentError, match="luck"):
        weights.read(folder)


def test_the_packaged_words_are_whole_and_as_dumped() -> None:
    model = weights.packaged()
    assert all(len(model.words[each]) > 500 for each in PRINCIPLES)
    assert weights.dump(model) == {path.name: path.read_text(encoding="utf-8") for path in PACKAGED.iterdir()}
    assert score(model, {}) == dict(model.bias)


def test_a_site_may_have_words_of_its_own(folder: Path, tmp_path: Path) -> None:
    content = tmp_path / "content"
    assert weights.find(content) == PACKAGED == weights.find(None)
    (content / "tagging").mkdir(parents=True)
    for path in folder.glob("*.txt"):
        (content / "tagging" / path.name).write_bytes(path.read_bytes())
    assert weights.find(content) == content / "tagging"


def test_outcomes_come_back_and_give_the_packaged_calibration() -> None:
    model = weights.packaged()
    assert len(model.measured) == model.calibration.posts
    found = evaluation.calibrate(model.measured)
    assert (found.applied, found.applied_right) == (model.calibration.applied, model.calibration.applied_right)
    assert found.sure == pytest.approx(model.calibration.sure, abs=1e-3)


@pytest.mark.parametrize("line", ["0.5\t0.1", "0.5\t0.1\t2", "0.5\tmuch\t1", "0.5\t0.1\t1\t1"])
def test_a_line_that_is_no_outcome_is_told_with_its_number(folder: Path, line: str) -> None:
    path = folder / "measured.txt"
    path.write_text(f"{line}\n", encoding="utf-8")
    with pytest.raises(ContentError, match=r"measured\.txt:1: not two numbers and 1 or 0"):
        weights.read(folder)
