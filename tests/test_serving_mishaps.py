"""Whatever a build raises is said with its file and line; only an interruption gets through."""

from __future__ import annotations

from pathlib import Path

import jinja2
import pytest

from sociable.errors import Problem, SociableError
from sociable.serving.mishaps import Mishaps, unreadable


def said_of(error: BaseException, ours: Path) -> tuple[tuple[Problem, ...], list[str]]:
    said: list[str] = []
    with Mishaps(ours, said.append) as mishaps:
        raise error
    return mishaps.problems, said


def test_problems_that_were_raised_are_said_as_they_are(tmp_path: Path) -> None:
    problem = Problem("wrong", "a.md", 3)
    assert said_of(SociableError(problem), tmp_path) == ((problem,), [])


def test_a_build_that_just_ended_is_a_problem_too(tmp_path: Path) -> None:
    [problem], said = said_of(SystemExit(1), tmp_path)
    assert problem.what == "the build ended before its time" and said == []


def test_an_exception_names_the_innermost_line_of_ours_and_the_terminal_has_the_traceback() -> None:
    [problem], [said] = said_of(KeyError("headline"), Path(__file__).parent)
    assert (problem.what, problem.path) == ("KeyError: 'headline'", Path(__file__).name)
    assert problem.line and said.startswith("Traceback") and "headline" in said


def test_a_template_that_cannot_be_read_or_filled_is_named_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "read.html").write_text("<p>\n{% if %}")
    (tmp_path / "fill.html").write_text("<p>\n\n{{ missing }}")
    templates = jinja2.Environment(
        loader=jinja2.FileSystemLoader(tmp_path), autoescape=True, undefined=jinja2.StrictUndefined
    )
    for name, line in (("read.html", 2), ("fill.html", 3)):
        with Mishaps(tmp_path, lambda said: None) as mishaps:
            templates.get_template(name).render()
        [problem] = mishaps.problems
        assert problem.where == f"{name}:{line}"


def test_an_exception_from_elsewhere_names_no_file(tmp_path: Path) -> None:
    [problem], _ = said_of(OSError(28, "No space left on device"), tmp_path)
    assert problem.where == "" and "No space left on device" in problem.what


def test_an_interruption_gets_through(tmp_path: Path) -> None:
    with pytest.raises(KeyboardInterrupt):
        said_of(KeyboardInterrupt(), tmp_path)


def test_code_that_cannot_be_read_is_said_before_anything_runs_it(tmp_path: Path) -> None:
    files = {"good.py": "x = 1\n", "bad.py": "x = 1\ndef\n", "zero.py": "x = '\0'\n"}
    for name, text in files.items():
        (tmp_path / name).write_text(text)
    problems = unreadable([*(tmp_path / name for name in files), tmp_path / "gone.py"], tmp_path.resolve())
    assert [problem.path for problem in problems][:1] == ["bad.py"] and len(problems) == 2
    assert problems[0].line == 2 and "invalid syntax" in problems[0].what
