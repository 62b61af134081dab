"""Builds come one after the other, hear of all that is unbuilt, and make way when code changes."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest

from sociable.errors import Problem
from sociable.serving.rounds import rounds
from sociable.serving.site import Site

A, B, CODE = Path("/site/content/a.md"), Path("/site/content/b.md"), Path("/site/plugins/x.py")
WRONG = Problem("wrong", "a.md", 1)


class Rounds:
    """Runs rounds over ``changes`` with a builder that answers as told, and keeps what came of each."""

    def __init__(self, ours: Path, changes: Iterable[set[Path]], answers: Iterable[object] = ()) -> None:
        self.asked: list[frozenset[Path] | None] = []
        self.told: list[tuple[str, ...]] = []
        self.said: list[str] = []
        self.answers = iter(answers)
        site = Site(ours / "output")

        def seen() -> Iterable[frozenset[Path]]:
            for changed in changes:
                before = site.news.builds
                yield frozenset(changed)
                assert site.news.builds == before + 1
                self.told.append(tuple(problem.what for problem in site.news.problems))

        rounds(site, self.build, seen(), is_code=lambda path: path.suffix == ".py", ours=ours, say=self.said.append)

    def build(self, changed: frozenset[Path] | None) -> list[Problem]:
        self.asked.append(changed)
        answer = next(self.answers, [])
        if isinstance(answer, BaseException):
            raise answer
        return answer


def test_the_first_build_knows_no_changes_and_the_next_just_what_was_saved(tmp_path: Path) -> None:
    ran = Rounds(tmp_path, [set(), {A}, {B}])
    assert ran.asked == [None, {A}, {B}]
    assert ran.told == [(), (), ()]


@pytest.mark.parametrize(
    "failure", [[WRONG], ZeroDivisionError("wrong"), SystemExit(1)], ids=["problems", "error", "exit"]
)
def test_what_a_failed_build_left_unbuilt_is_handed_to_the_next(tmp_path: Path, failure: object) -> None:
    ran = Rounds(tmp_path, [set(), {A}, {B}, {B}], [[], failure, []])
    assert ran.asked == [None, {A}, {A, B}, {B}]
    assert [bool(told) for told in ran.told] == [False, True, False, False]


def test_after_a_first_build_that_failed_anything_may_have_changed(tmp_path: Path) -> None:
    assert Rounds(tmp_path, [set(), {A}, {B}], [[WRONG]]).asked == [None, None, {B}]


def test_changed_code_ends_the_rounds_and_is_not_run(tmp_path: Path) -> None:
    ran = Rounds(tmp_path, [set(), {A, CODE}, {B}])
    assert ran.asked == [None] and ran.told == [()]


def test_code_that_cannot_be_read_is_told_and_waited_for(tmp_path: Path) -> None:
    code = tmp_path / "x.py"

    def changes() -> Iterable[set[Path]]:
        yield set()
        code.write_text("def\n")
        yield {code}
        yield {A}
        code.write_text("x = 1\n")
        yield {code}
        raise AssertionError("went on with old code")

    ran = Rounds(tmp_path, changes())
    assert ran.asked == [None]
    assert [len(told) for told in ran.told] == [0, 1, 1] and "invalid syntax" in ran.said[0]
