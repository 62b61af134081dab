"""Decisions as kept: ``tags.csv``, and the ``Principles:`` line of a post."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sociable.errors import ContentError
from sociable.tagging import tags
from sociable.tagging.tags import WHO, Decision, Tag
from sociable.vocabulary import PRINCIPLES

HEAD = "post,principles,organisations,who,date\n"
NAMES = st.text(st.characters(codec="ascii", exclude_characters="\r\n\0"), min_size=1).map(str.strip).filter(bool)
TAGS = st.builds(
    Tag,
    NAMES,
    st.none() | st.lists(st.sampled_from(PRINCIPLES), max_size=3, unique=True).map(tuple),
    st.none() | st.lists(st.from_regex("(?!none)[a-z]{1,5}", fullmatch=True), max_size=2, unique=True).map(tuple),
    st.sampled_from(WHO),
    st.none() | st.dates(),
)


@given(st.lists(TAGS, unique_by=lambda tag: (tag.post, tag.who)))
def test_what_is_dumped_is_loaded(kept: list[Tag]) -> None:
    text = tags.dump(kept)
    assert set(tags.load(text, "tags.csv")) == set(kept)
    assert tags.dump(tags.load(text, "tags.csv")) == text


def test_a_file_reads_as_people_write_it() -> None:
    text = (
        f"{HEAD}2013/01/19/a/,inside-2; outside-4,leeds-city-council,staff,2026-11-21\r\n2013/01/20/b/,none,,applied,\n"
    )
    assert tags.load(text, "tags.csv") == (
        Tag("2013/01/19/a/", ("inside-2", "outside-4"), ("leeds-city-council",), "staff", date(2026, 11, 21)),
        Tag("2013/01/20/b/", (), None, "applied", None),
    )


BAD = {
    "other columns": ("post,who\n", r"tags\.csv:1: the columns"),
    "too few cells": (f"{HEAD}a,inside-1\n", r"tags\.csv:2: 2 cells"),
    "an unknown principle": (f"{HEAD}a,insid-1,,staff,\n", r'tags\.csv:2: unknown principle "insid-1"; did you mean'),
    "an unknown decider": (f"{HEAD}a,inside-1,,stuff,\n", r'tags\.csv:2: unknown "stuff".*did you mean "staff"'),
    "a bad date": (f"{HEAD}a,inside-1,,staff,01/02/2014\n", r'tags\.csv:2: "01/02/2014" is no date'),
    "no post": (f"{HEAD},inside-1,,staff,\n", r"tags\.csv:2: no post is named"),
    "two rows by one": (f"{HEAD}a,inside-1,,staff,\na,inside-2,,staff,\n", r"tags\.csv:3: .*on line 2"),
    "an open quotation": (f'{HEAD}"a,inside-1,,staff,\n', r"tags\.csv:\d: not CSV"),
}


@pytest.mark.parametrize(("text", "what"), BAD.values(), ids=BAD)
def test_a_wrong_line_is_told(text: str, what: str) -> None:
    with pytest.raises(ContentError, match=what):
        tags.load(text, "tags.csv")


def test_all_wrong_lines_are_told_at_once() -> None:
    with pytest.raises(ContentError) as caught:
        tags.load(f"{HEAD}a,x,,staff,\nb,inside-1,,y,z\n", "tags.csv")
    assert [problem.line for problem in caught.value.problems] == [2, 3, 3]


def test_staff_win_over_what_was_imported_and_that_over_what_was_applied() -> None:
    rows = [
        Tag("a", ("inside-1",), ("x",), "applied"),
        Tag("a", ("inside-2",), None, "imported"),
        Tag("b", ("inside-1",), None, "applied"),
        Tag("b", (), None, "staff"),
    ]
    assert tags.decide(rows) == {
        "a": Decision(("inside-2",), ("x",), "imported", "applied"),
        "b": Decision((), None, "staff", ""),
    }


def test_a_new_decision_replaces_that_of_the_same_people_only() -> None:
    rows = (Tag("a", ("inside-1",), who="applied"), Tag("a", ("inside-2",)))
    assert set(tags.put(rows, Tag("a", ()))) == {rows[0], Tag("a", ())}


POST = "Title: A\nDate: 2026-01-01\nAuthors: B;\nTags: c\n\nPrinciples: not a header\n"


@pytest.mark.parametrize("end", ["\n", "\r\n"], ids=["newlines", "CRLF"])
def test_only_the_line_of_principles_changes(end: str) -> None:
    text = POST.replace("\n", end)
    first = tags.with_principles(text, ("inside-1", "outside-2"), "a.md")
    assert first == text.replace(f"B;{end}", f"B;{end}Principles: inside-1, outside-2{end}")
    assert tags.with_principles(first, (), "a.md") == text.replace(f"B;{end}", f"B;{end}Principles:{end}")


def test_an_empty_line_of_principles_is_a_decision_and_no_line_is_none() -> None:
    assert not tags.says_principles(POST, "a.md")
    assert tags.says_principles(tags.with_principles(POST, (), "a.md"), "a.md")


def test_whose_a_post_is_may_be_decided_to_be_nobodys() -> None:
    text = f"{HEAD}a,,none,staff,2026-11-21\nb,,,staff,\n"
    found = tags.load(text, "tags.csv")
    assert [tag.organisations for tag in found] == [(), None]
    assert tags.dump(found) == text
    later = Tag("a", None, ("leeds",), "imported")
    assert tags.decide([later, *found])["a"] == Decision(None, (), "", "staff")


def test_the_line_of_organisations_is_set_like_that_of_principles() -> None:
    first = tags.with_organisations(POST, ("leeds", "devon"), "a.md")
    assert first == POST.replace("B;\n", "B;\nOrganisations: leeds; devon;\n")
    assert tags.with_organisations(first, ("leeds",), "a.md") == first.replace(" devon;", "")


def test_an_archive_without_decisions_has_none_and_those_written_are_read(tmp_path: Path) -> None:
    assert tags.read(tmp_path) == ()
    tags.write(tmp_path, [Tag("a", ("inside-1",))])
    assert tags.read(tmp_path) == (Tag("a", ("inside-1",)),)
