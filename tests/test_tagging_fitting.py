"""Learning: exact, the same each time, and moved by what staff decide."""

from __future__ import annotations

import math
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sociable import vocabulary
from sociable.errors import ContentError
from sociable.tagging import evaluation, fitting, labelled, learning, weights
from sociable.tagging.evaluation import Judged, Share
from sociable.tagging.features import Text, vector
from sociable.tagging.labelled import Example
from sociable.tagging.least_squares import factor, solve
from sociable.tagging.suggest import score, suggest
from sociable.vocabulary import PRINCIPLES

CONTENT = Path(__file__).resolve().parent.parent / "content"
OWN = labelled.read(labelled.OWN)
FEW = OWN[::6]


def allotments(number: int, principles: tuple[str, ...]) -> Example:
    body = (
        f"The marrow show drew {number} growers to plot {number}. Slugs, compost and a shed with a kettle: the "
        "allotment warden wrote down what each grower asked about seeds and water butts."
    )
    return Example(Text(f"Marrow show at the allotments, week {number}", body), principles, "harbour", str(number))


def test_equations_are_solved() -> None:
    matrix = [[4.0, 2.0, 0.6], [2.0, 5.0, 1.0], [0.6, 1.0, 3.0]]
    found = solve(factor(matrix), [1.0, 2.0, 3.0])
    assert [math.fsum(a * b for a, b in zip(row, found, strict=True)) for row in matrix] == pytest.approx([1, 2, 3])


def test_a_fit_comes_near_what_it_was_told() -> None:
    model, _ = fitting.fit(FEW, ())
    judged = [each for each in evaluation.seen_by(model, FEW) if each.principles]
    assert sum(each.is_right for each in judged) > 0.9 * len(judged)


def test_the_same_texts_give_the_same_words() -> None:
    assert weights.dump(fitting.fit(FEW, ())[0]) == weights.dump(fitting.fit(FEW, ())[0])


def test_leaving_out_by_formula_is_leaving_out() -> None:
    left, rest = FEW[:3], FEW[3:]
    model, equations = fitting.fit(FEW, ())
    by_formula = fitting.moved(fitting.blank(model.rarity), equations, equations.without(range(3)))
    begun = fitting.blank(model.rarity)
    vectors = [vector(each.text, begun.rarity) for each in rest]
    targets = [fitting.target(each.principles) for each in rest]
    apart = fitting.Equations(vectors, targets, [1.0] * len(rest), [score(begun, each) for each in vectors])
    truly = fitting.moved(begun, apart, apart.parts)
    for example in left:
        found = vector(example.text, model.rarity)
        assert score(by_formula, found) == pytest.approx(score(truly, found))


def test_three_decisions_of_staff_change_what_is_suggested_for_the_like() -> None:
    like = allotments(9, ()).text
    packaged = weights.packaged()
    assert "inside-5" not in suggest(packaged, like).principles
    decided = [allotments(number, ("inside-5",)) for number in (1, 2, 3)]
    after, _ = fitting.refit(packaged, OWN, decided)
    assert suggest(after, like).principles[0] == "inside-5"
    elsewhere = Text("Unblock it", "Staff cannot open sites at work: the firewall blocks access. Change the policy.")
    assert suggest(after, elsewhere).principles[0] == suggest(packaged, elsewhere).principles[0] == "inside-1"


def test_three_times_none_is_remembered_for_the_like() -> None:
    posts = [
        Example(Text(f"Yammer {n}", f"The marrow group on Yammer, our internal network, met {n} times."), (), "x")
        for n in (1, 2, 3)
    ]
    like = Text("Yammer 7", "The marrow group on Yammer, our internal network, met 7 times.")
    packaged = weights.packaged()
    assert suggest(packaged, like).principles[0] == "inside-3"
    assert suggest(fitting.refit(packaged, OWN, posts)[0], like).principles == ()


def test_without_decisions_a_refit_changes_little() -> None:
    packaged = weights.packaged()
    after, _ = fitting.refit(packaged, OWN, ())
    same = [suggest(after, each.text).principles[:1] == suggest(packaged, each.text).principles[:1] for each in OWN]
    assert sum(same) > 0.95 * len(same)


def test_the_labelled_set_is_whole() -> None:
    assert len(OWN) >= 60 and len({each.id for each in OWN}) == len(OWN)
    assert {principle for each in OWN for principle in each.principles} == set(PRINCIPLES)
    assert any(not each.principles for each in OWN)
    assert all(len(each.principles) <= 3 and each.blog and "@" not in each.text.body for each in OWN)


def test_seeds_speak_of_every_principle_and_not_of_what_it_is_not() -> None:
    pages = vocabulary.read(CONTENT).principles.values()
    seeds = labelled.seeds(pages)
    assert {each.principles[0] for each in seeds} == set(PRINCIPLES)
    bodies = " ".join(each.text.body for each in seeds)
    assert pages and "How you would know" not in bodies and "Ingrid Koehler" not in bodies


BAD = {
    "no JSON": ("{", "JSONDecodeError"),
    "no labels": ('{"id": "a", "blog": "b", "title": "t", "summary": "s"}', "principles"),
    "an unknown principle": ('{"id": "a", "blog": "b", "title": "t", "summary": "s", "principles": ["inside-9"]}', "inside-9"),
}  # fmt: skip


@pytest.mark.parametrize(("line", "what"), BAD.values(), ids=BAD)
def test_a_wrong_labelled_line_is_told(tmp_path: Path, line: str, what: str) -> None:
    (tmp_path / "x.jsonl").write_text(f"\n{line}\n", encoding="utf-8")
    with pytest.raises(ContentError, match=rf"x\.jsonl:2: .*{what}"):
        labelled.read(tmp_path / "x.jsonl")


@pytest.mark.slow
def test_measured_without_their_blog_the_figures_hold() -> None:
    model, equations = fitting.fit(OWN, labelled.seeds(vocabulary.read(CONTENT).principles.values()))
    figures = evaluation.measure(evaluation.unseen(fitting.blank(model.rarity), equations, OWN))
    assert figures.first.value >= 0.75 and figures.three.value >= 0.80 and figures.applied.value >= 0.90
    assert 10 <= figures.silent <= 40 and figures.applied.of >= 20


def test_figures_count_what_they_say() -> None:
    def judged(best: str, score_: float, *principles: str) -> Judged:
        return Judged({each: score_ if each == best else -1.0 for each in PRINCIPLES}, principles, "b")

    texts = [
        judged("inside-1", 0.9, "inside-1"),
        judged("inside-1", 0.5, "inside-2"),
        judged("inside-1", 0.5),
        judged("inside-1", -0.9, "inside-1"),
        judged("inside-1", -0.9),
    ]
    known = weights.Calibration(first=0.0, more=0.0, slope=10.0, shift=-7.0, sure=0.8)
    figures = evaluation.figures(texts, {"b": known})
    assert (figures.texts, figures.silent) == (5, 2)
    assert (figures.first, figures.three, figures.applied) == (Share(1, 3), Share(1, 3), Share(1, 1))


def test_the_interval_is_wilsons() -> None:
    low, high = Share(9, 10).interval
    assert (low, high) == pytest.approx((0.5958, 0.9821), abs=1e-4)
    assert Share(0, 0).interval == (0.0, 1.0)


@given(st.integers(0, 300), st.integers(1, 300))
def test_an_interval_holds_its_share(right: int, more: int) -> None:
    share = Share(right, right + more)
    low, high = share.interval
    assert low >= -1e-12 and low - 1e-12 <= share.value <= high + 1e-12 and high <= 1 + 1e-12


def test_each_text_is_judged_as_if_it_were_not_there() -> None:
    decided = [allotments(number, ("inside-5",)) for number in (1, 2, 3)]
    start = weights.packaged()
    _, equations = fitting.refit(start, FEW, decided)
    for place, scores in enumerate(equations.one_by_one(3)):
        others = [each for number, each in enumerate(decided) if number != place]
        without, _ = fitting.refit(start, FEW, others)
        assert score(without, vector(decided[place].text, start.rarity)) == pytest.approx(scores)


def test_a_refit_is_measured_on_what_it_had_not_seen() -> None:
    packaged = weights.packaged()
    right = [allotments(number, ("inside-5",)) for number in range(1, 7)]
    model = learning.from_decisions(right, FEW)
    assert model.calibration.posts == packaged.calibration.posts + 6 == len(model.measured)
    assert [each.is_right for each in model.measured[-6:]] == [True] * 6
    # Staff who contradict themselves: the like is decided otherwise each time, so no suggestion comes out right.
    torn = [allotments(number, (PRINCIPLES[number],)) for number in range(6)]
    assert not any(each.is_right for each in learning.from_decisions(torn, FEW).measured[-6:])


def test_without_decisions_the_calibration_stays() -> None:
    assert learning.from_decisions([], FEW).calibration == weights.packaged().calibration
