"""Progress in the headers of an organisation's page: what it says, and every slip told with line and mend."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from sociable.errors import Problem
from sociable.vocabulary import STAGES, Organisation, Since, Statement, examine

FORM = "Outside-1: under way since 2024-05 | One sentence. | 2026-11-12-a-post.md, https://…"


def examined(tmp_path: Path, *headers: str) -> tuple[Organisation, tuple[Problem, ...]]:
    folder = tmp_path / "organisations"
    folder.mkdir(exist_ok=True)
    (folder / "harbour.md").write_text("\n".join(["Title: Harbour", *headers, "", "Words."]), encoding="utf-8")
    vocabulary, problems = examine(tmp_path, "content")
    return vocabulary.organisations["harbour"], problems


def test_a_header_says_stage_date_sentence_and_evidence(tmp_path: Path) -> None:
    line = "Outside-1: under way since 2024-05-01 | We answer in public. | {filename}/blog/2024-05-01-x.md, https://a.example/plan"
    page, problems = examined(tmp_path, line)
    assert problems == ()
    assert page.progress == (
        Statement(
            "outside-1",
            STAGES.index("under way"),
            Since(2024, 5, 1),
            "We answer in public.",
            ("blog/2024-05-01-x.md", "https://a.example/plan"),
            2,
        ),
    )


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("{filename}/blog/2024-05-01-x.md", "blog/2024-05-01-x.md"),
        ("blog/2024-05-01-x.md", "blog/2024-05-01-x.md"),
        ("/blog/2024-05-01-x.md", "blog/2024-05-01-x.md"),
        ("2024-05-01-x.md", "blog/2024-05-01-x.md"),
        ("/archive/notes/2013/01/19/x/", "/archive/notes/2013/01/19/x/"),
        ("http://a.example", "http://a.example"),
    ],
)
def test_evidence_may_be_written_as_people_write_it(tmp_path: Path, written: str, kept: str) -> None:
    page, problems = examined(tmp_path, f"Inside-5: everyday since 2020 | So it is. | {written}")
    assert (problems, page.progress[0].evidence) == ((), (kept,))


@pytest.mark.parametrize(
    ("written", "since", "first", "last"),
    [
        ("2024", Since(2024), date(2024, 1, 1), date(2024, 12, 31)),
        ("2024-02", Since(2024, 2), date(2024, 2, 1), date(2024, 2, 29)),
        ("2024-02-03", Since(2024, 2, 3), date(2024, 2, 3), date(2024, 2, 3)),
    ],
    ids=["year", "month", "day"],
)
def test_a_date_is_as_exact_as_it_is_written(
    tmp_path: Path, written: str, since: Since, first: date, last: date
) -> None:
    page, problems = examined(tmp_path, f"inside-1: Not  Yet SINCE {written} | Not so.")
    assert (problems, page.progress[0].since) == ((), since)
    assert (page.progress[0].stage, since.first, since.last) == (0, first, last)


def test_one_principle_may_have_a_history_which_comes_oldest_first(tmp_path: Path) -> None:
    page, problems = examined(
        tmp_path,
        "Outside-1: everyday since 2026-01-31 | Now. | a.md",
        "Inside-2: not yet since 2025 | Nobody has asked.",
        "Outside-1: not yet since 2019 | Then.",
        "Outside-1: trying it since 2022-03 | Between. | https://a.example/",
    )
    assert problems == ()
    assert [(one.principle, one.stage, one.since.year) for one in page.progress] == [
        ("outside-1", 0, 2019),
        ("outside-1", 1, 2022),
        ("inside-2", 0, 2025),
        ("outside-1", 3, 2026),
    ]


def test_a_page_may_say_when_all_of_it_was_last_looked_at(tmp_path: Path) -> None:
    assert examined(tmp_path, "Reviewed: 2026-11-01")[0].reviewed == date(2026, 11, 1)
    assert examined(tmp_path)[0].reviewed is None
    assert examined(tmp_path, "Outside-1:")[0].progress == ()


@pytest.mark.parametrize(
    ("header", "what", "mend"),
    [
        ("Outside-1: underway since 2024 | S. | a.md", 'unknown stage "underway"; did you mean "under way"?', "Write one of: not yet, trying it, under way, everyday."),
        ("Outside-1: finished since 2024 | S. | a.md", 'unknown stage "finished"', "Write one of: not yet, trying it, under way, everyday."),
        ("Outside-1: since 2024 | S. | a.md", "no stage", "Write one of: not yet, trying it, under way, everyday."),
        ("Outside-1: everyday | S. | a.md", "no date", f"Write since when, as in `{FORM}`."),
        ("Outside-1: everyday since 2024-02-30 | S. | a.md", '"2024-02-30" is in no calendar', "Correct the day."),
        ("Outside-1: everyday since 2024-13 | S. | a.md", '"2024-13" is in no calendar', "Correct the month or the year."),
        ("Outside-1: everyday since 0000 | S. | a.md", '"0000" is in no calendar', "Correct the month or the year."),
        ("Outside-1: everyday since 01/02/2014 | S. | a.md", 'ambiguous date "01/02/2014": does the day stand first, or the month?', "Write 2014-02-01 or 2014-01-02."),
        ("Outside-1: everyday since May 2024 | S. | a.md", 'cannot read the date "May 2024"', "Write it as 2024, 2024-05 or 2024-05-01."),
        ("Outside-1: everyday since 2024 | | a.md", "no sentence says what is so", f"Write one after a bar: `{FORM}`."),
        ("Outside-1: everyday since 2024 | S.", "no evidence for «everyday»", "after a second bar"),
        ("Outside-1: everyday since 2024 | S. | ask us", 'the evidence "ask" is neither a post nor an address', "or an address that starts with https://."),
        ("Outside-1: everyday since 2024 | S. | //a.example/x", 'the evidence "//a.example/x" is neither', "starts with https://."),
        ("Outside-1: everyday since 2024 | S. | javascript:alert(1)", 'the evidence "javascript:alert(1)" is neither', "starts with https://."),
        ("Outside-1: everyday since 2024 | S. | https://[::1", 'the evidence "https://[::1" is neither', "starts with https://."),
        ("Outside-1: everyday since 2024 | S. | a.md | more", "too many bars", f"Use | only between the three parts: `{FORM}`."),
        ("Outside-6: everyday since 2024 | S. | a.md", 'unknown header "Outside-6"; did you mean "Outside-', "known are Title, Kind,"),
        ("Reviewed: 2024", 'cannot read the date "2024"', "Write it as 2026-11-21"),
    ],
)  # fmt: skip
def test_a_slip_is_told_with_line_and_mend(tmp_path: Path, header: str, what: str, mend: str) -> None:
    page, (problem, *_) = examined(tmp_path, header)
    assert page.progress == ()
    assert (problem.path, problem.line) == ("content/organisations/harbour.md", 2)
    assert what in problem.what
    assert mend in problem.mend


def test_all_slips_of_all_statements_come_at_once(tmp_path: Path) -> None:
    _, problems = examined(
        tmp_path,
        "Outside-1: sometimes since never | | nowhere",
        "Inside-1: everyday",
        "Inside-2: trying it since 2024 | S. | a.md",
    )
    assert [(problem.line, problem.what.split(" ")[0]) for problem in problems] == [
        (2, "unknown"),
        (2, "cannot"),
        (2, "no"),
        (2, "the"),
        (3, "no"),
        (3, "no"),
        (3, "no"),
    ]


def test_two_statements_about_one_principle_and_date_cannot_both_be_so(tmp_path: Path) -> None:
    _, (problem,) = examined(
        tmp_path, "Outside-1: not yet since 2024 | A.", "Outside-1: everyday since 2024 | B. | a.md"
    )
    assert (problem.line, problem.what) == (3, "line 2 says something else of outside-1 since the same date")


def test_the_readmes_example_is_read_without_a_problem(tmp_path: Path) -> None:
    readme = (Path(__file__).parent.parent / "README.md").read_text(encoding="utf-8")
    example = next(block for block in readme.split("```markdown\n") if block.startswith("Title: Harbour"))
    headers = example.partition("```")[0].strip().split("\n")[1:]
    page, problems = examined(tmp_path, *headers)
    assert (problems, [one.stage for one in page.progress]) == ((), [0, 3])
    assert page.reviewed is not None
