"""Progress as pages show it: per organisation, per principle and across all; in words, in a table and as a drawing."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from plugins.build import today
from plugins.progress import age
from sociable.vocabulary import Since
from tests.building import VOCABULARY, Built, build, lay, post

TODAY = "2026-11-22"
DEVON = """Title: Devon County Council
Outside-1: everyday since 2026-03 | We answer every question in public. | 2026-03-01-answers.md, https://www.devon.example/answers
Outside-1: trying it since 2022 | We tried it in one service. | 2026-03-01-answers.md
Outside-1: not yet since 2019-05-06 | Nobody had asked.
Inside-2: under way since 2024-03 | The press desk trains us. | /blog/2026/03/answers/
Inside-5: everyday since 2031 | All will be well. | https://a.example/

It serves a county.
"""


@pytest.fixture
def content(tmp_path: Path) -> Path:
    files = {
        **VOCABULARY,
        "organisations/devon.md": DEVON,
        "blog/2026-03-01-answers.md": post("Answers", date="2026-03-01", principles="outside-1"),
    }
    return lay(tmp_path / "content", files)


@pytest.fixture
def site(content: Path, tmp_path: Path) -> Built:
    return build(content, tmp_path / "output", TODAY=TODAY)


def words(tag: object) -> str:
    return " ".join(tag.get_text().split())


def rows(site: Built, address: str) -> dict[str, list[str]]:
    """The table of progress on a page: row head → its cells."""
    found = site.page(address).select("table.data tbody tr")
    return {words(row.th): [words(cell) for cell in row.select("td")] for row in found}


def test_an_organisation_says_stage_since_when_sentence_evidence_and_what_it_said_before(site: Built) -> None:
    where, said, posts = rows(site, "organisations/devon/")["Outside 1 Outside rule 1"]
    assert where == "Everyday since March 2026"
    assert said == (
        "We answer every question in public. Evidence: Answers; devon.example "
        "Trying it since 2022: We tried it in one service. Not yet since 6 May 2019: Nobody had asked."
    )
    assert posts == "1 on the blog"
    evidence = [link["href"] for link in site.page("organisations/devon/").select(".evidence a")]
    assert evidence == ["/blog/2026/03/answers/", "https://www.devon.example/answers", "/blog/2026/03/answers/"]


def test_an_old_statement_says_that_it_is_old_wherever_it_stands(site: Built) -> None:
    old = "Said in March 2024; more than a year ago."
    assert rows(site, "organisations/devon/")["Inside 2 Inside rule 2"][1].split(" Evidence")[0].endswith(old)
    assert old in words(site.page("principles/inside-2/").select_one(".data .said"))
    assert old in words(site.page("principles/inside-2/devon/").select_one(".said"))
    cell = site.page("principles/").select_one('td a[href="/principles/inside-2/devon/"] .stage')
    assert cell.has_attr("data-old") and words(cell) == "(Under way, said more than a year ago)"


def test_what_nobody_has_said_is_worded_as_such(site: Built) -> None:
    assert rows(site, "organisations/devon/")["Inside 1 Inside rule 1"] == ["Nothing recorded yet", "", "Nothing yet"]
    assert rows(site, "organisations/leeds/")["Inside 1 Inside rule 1"] == ["Nothing recorded yet", "Nothing yet"]
    assert "has not recorded where it stands" in words(site.page("organisations/leeds/").main)
    assert not site.page("organisations/leeds/").select(".chart")


def test_a_statement_of_tomorrow_waits_for_its_day(content: Path, site: Built, tmp_path: Path) -> None:
    assert rows(site, "organisations/devon/")["Inside 5 Inside rule 5"][0] == "Nothing recorded yet"
    later = build(content, tmp_path / "later", TODAY="2031-01-01")
    assert rows(later, "organisations/devon/")["Inside 5 Inside rule 5"][0] == "Everyday since 2031"


def test_a_principles_page_says_where_organisations_stand_the_furthest_first(site: Built) -> None:
    table = rows(site, "principles/outside-1/")
    assert list(table) == ["Devon County Council", "Leeds City Council"]
    assert table["Devon County Council"][0] == "Everyday since March 2026"
    assert table["Leeds City Council"] == ["Nothing recorded yet", "", "Nothing yet"]


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("organisations/devon/", "Outside 1 everyday, at first not yet; inside 2 under way. The table says the same."),
        ("principles/outside-1/", "1 everyday. The table says the same."),
        ("principles/", "Outside 1: 1 everyday; inside 2: 1 under way. The table says the same."),
    ],
)
def test_a_chart_says_in_words_all_that_it_draws(site: Built, address: str, said: str) -> None:
    drawing = site.page(address).select_one(".chart svg")
    assert drawing["aria-labelledby"].split() == [drawing.title["id"], drawing.desc["id"]]
    assert drawing.desc.get_text() == said


def test_a_chart_draws_what_was_open_and_what_is_filled_at_the_heights_of_their_stages(site: Built) -> None:
    drawing = site.page("organisations/devon/").select_one(".chart svg")
    heights = {
        text.get_text(): line["y1"]
        for text, line in zip(drawing.select("text.quiet"), drawing.select(".grid"), strict=True)
    }
    dots = {
        (dot.find(["circle", "rect"])["class"][0], dot.find(["circle", "rect"]).name): dot["transform"]
        for dot in drawing.select("g")
    }
    assert dots[("was", "circle")].endswith(f" {heights['Not yet']})")
    assert dots[("now", "circle")].endswith(f" {heights['Everyday']})")
    assert dots[("now", "rect")].endswith(f" {heights['Under way']})")


def test_what_was_reviewed_lately_is_not_old(content: Path, tmp_path: Path) -> None:
    lay(content, {"organisations/devon.md": DEVON.replace("\nOutside-1", "\nReviewed: 2026-11-01\nOutside-1", 1)})
    page = build(content, tmp_path / "output", TODAY=TODAY).page("organisations/devon/")
    assert not page.select(".age")
    assert "Last reviewed 1 November 2026" in words(page.main)


def test_evidence_that_is_not_on_the_site_is_named_without_a_link(content: Path, tmp_path: Path) -> None:
    away = DEVON.replace("/blog/2026/03/answers/", "/archive/elsewhere/2013/01/19/x/")
    lay(content, {"organisations/devon.md": away})
    site = build(content, tmp_path / "output", TODAY=TODAY)
    assert "Evidence: /archive/elsewhere/2013/01/19/x/ (not on this site)" in words(
        site.page("organisations/devon/").main
    )


@pytest.mark.parametrize(
    ("right", "wrong", "said"),
    [
        ("2026-03-01-answers.md", "2026-03-01-answer.md", "there is no blog/2026-03-01-answer.md; did you mean 2026-03-01-answers.md?"),
        ("/blog/2026/03/answers/", "/blog/2026/03/anwsers/", "there is no /blog/2026/03/anwsers/; did you mean /blog/2026/03/answers/?"),
    ],
    ids=["file", "address"],
)  # fmt: skip
def test_evidence_that_is_misspelt_ends_the_build(
    content: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], right: str, wrong: str, said: str
) -> None:
    lay(content, {"organisations/devon.md": DEVON.replace(right, wrong)})
    with pytest.raises(SystemExit):
        build(content, tmp_path / "output", TODAY=TODAY)
    assert said in capsys.readouterr().err


@pytest.mark.parametrize(
    ("since", "reviewed", "on", "said"),
    [
        (Since(2024, 3, 1), None, date(2025, 3, 1), ""),
        (Since(2024, 3, 1), None, date(2025, 3, 2), "Said on 1 March 2024; more than a year ago."),
        (Since(2024, 2, 29), None, date(2025, 2, 28), ""),
        (Since(2024, 2, 29), None, date(2025, 3, 1), "Said on 29 February 2024; more than a year ago."),
        (Since(2024, 3), None, date(2025, 3, 31), ""),
        (Since(2024, 3), None, date(2025, 4, 1), "Said in March 2024; more than a year ago."),
        (Since(2024), None, date(2025, 12, 31), ""),
        (Since(2024), None, date(2026, 1, 1), "Said in 2024; more than a year ago."),
        (Since(2014), date(2025, 6, 1), date(2026, 6, 1), ""),
        (Since(2014), date(2025, 6, 1), date(2026, 6, 2), "Last looked at on 1 June 2025; more than a year ago."),
        (Since(2025, 6), date(2024, 1, 1), date(2026, 7, 1), "Said in June 2025; more than a year ago."),
        (Since(2014), date(2099, 1, 1), date(2026, 6, 1), "Said in 2014; more than a year ago."),
    ],
)
def test_a_statement_is_old_when_more_than_a_year_is_surely_past(
    since: Since, reviewed: date | None, on: date, said: str
) -> None:
    assert age(since, reviewed, on) == said


def test_the_day_of_a_build_can_be_said_for_the_sake_of_the_same_bytes() -> None:
    settings = {"TIMEZONE": "Europe/London", "TODAY": ""}
    assert today({**settings, "TODAY": TODAY}, {"SOURCE_DATE_EPOCH": "0"}) == date(2026, 11, 22)
    assert today(settings, {"SOURCE_DATE_EPOCH": "1750000000"}) == date(2025, 6, 15)
    assert today(settings, {"SOURCE_DATE_EPOCH": "1750030200"}) == date(2025, 6, 16), "in the site's own time zone"
