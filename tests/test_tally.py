"""Many cases of one kind make one warning, with their number and the first of their lines."""

from __future__ import annotations

import pytest

from sociable.errors import Problem
from sociable.sources.tally import LINES_NAMED, Kind, Tally, quoted

ODD = Kind("odd things were seen", "Look at them.")
EVEN = Kind("even things were seen")


def test_a_tally_without_notes_has_no_problems() -> None:
    assert Tally().problems("a.xml") == []


def test_one_case_names_its_line() -> None:
    tally = Tally()
    tally.note(ODD, 7)
    assert tally.problems("a.xml") == [
        Problem("odd things were seen (1, line 7)", "a.xml", 7, "Look at them.", "warning")
    ]


def test_several_cases_are_counted_and_their_lines_named_once() -> None:
    tally = Tally()
    for line in (7, 7, 9, 30):
        tally.note(ODD, line, times=2)
    assert [problem.what for problem in tally.problems("a.xml")] == ["odd things were seen (8, lines 7, 9 and 30)"]


def test_the_line_of_a_warning_is_the_first_even_if_it_was_noted_later() -> None:
    tally = Tally()
    tally.note(ODD, 9)
    tally.note(ODD, 3)
    (problem,) = tally.problems("a.xml")
    assert (problem.line, problem.what) == (3, "odd things were seen (2, lines 3 and 9)")


def test_a_hundred_thousand_cases_make_one_warning_of_bounded_length() -> None:
    tally = Tally()
    for line in range(1, 100_001):
        tally.note(ODD, line)
    (problem,) = tally.problems("a.xml")
    assert problem.what.endswith(f"(100000, lines 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 and {100_000 - LINES_NAMED} more)")


def test_kinds_are_reported_in_the_order_of_their_lines() -> None:
    tally, warned = Tally(), list[Problem]()
    tally.note(EVEN, 2)
    tally.note(ODD, 1)
    tally.note(EVEN, 4)
    tally.report("a.xml", warned.append)
    assert [problem.what.split()[0] for problem in warned] == ["odd", "even"]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("nav_menu_item", '"nav_menu_item"'),
        ("", '""'),
        ("a\nb\u202ec", '"a�b�c"'),
        ("x" * 40, '"' + "x" * 40 + '"'),
        ("x" * 41, '"' + "x" * 40 + '…"'),
    ],
)
def test_words_of_a_file_are_quoted_short_and_visible(text: str, shown: str) -> None:
    assert quoted(text) == shown
