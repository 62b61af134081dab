"""Archived posts are listed by what staff decided, what a text says of who wrote it, and whose the blog was."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from sociable.archive import folder
from sociable.importing import run
from sociable.tagging.site import read
from tests.building import ROOT, VOCABULARY, build, lay, post

pytestmark = pytest.mark.slow  # real builds and imports, many of them

SAMPLE = ROOT / "sample"
HEAD = "post,principles,organisations,who,date\n"
POST = "2013/01/19/start-here/"


@pytest.fixture(scope="module")
def imported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    content = lay(tmp_path_factory.mktemp("filing") / "content", VOCABULARY)
    shutil.copy(ROOT / "content/organisations/harbour-district-council.md", content / "organisations")
    run([SAMPLE / "harbour-notes.wordpress.xml"], name="old", content=content, about=SAMPLE / "about.md")
    return content


@pytest.fixture
def content(imported: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(imported, tmp_path / "content"))


def tagged(content: Path, rows: str) -> None:
    (content / "archive/old/tags.csv").write_text(HEAD + rows, encoding="utf-8")


def test_a_post_of_an_archive_is_listed_where_staff_filed_it(content: Path, tmp_path: Path) -> None:
    tagged(content, f"{POST},outside-3;inside-5,Leeds City Council,staff,2026-11-20\n")
    site = build(content, tmp_path / "output")
    for listing in ("principles/outside-3/", "principles/inside-5/", "organisations/leeds/"):
        assert site.links(listing, ".entry .name a") == ["Start here"], listing
    assert "Start here" not in site.links("organisations/harbour-district-council/", ".entry .name a")


def test_staff_outweigh_what_was_applied_and_none_is_a_decision(content: Path, tmp_path: Path) -> None:
    tagged(content, f"{POST},outside-3,,applied,\n{POST},none,,staff,2026-11-20\n")
    site = build(content, tmp_path / "output")
    assert site.links("principles/outside-3/", ".entry .name a") == []


def test_moving_a_tag_changes_the_listings_it_should_and_no_other(content: Path, tmp_path: Path) -> None:
    tagged(content, f"{POST},outside-3,,staff,2026-11-20\n")
    before = build(content, tmp_path / "one")
    tagged(content, f"{POST},outside-4,,staff,2026-11-20\n")
    after = build(content, tmp_path / "two")
    changed = {
        address
        for address in before.addresses() | after.addresses()
        if (before.text(address) if before.has(address) else "") != (after.text(address) if after.has(address) else "")
    }
    for address in ("principles/outside-3/", "principles/outside-4/", f"archive/old/{POST}"):
        assert address in changed
    assert not [address for address in changed if address.startswith(("blog/", "authors/", "principles/inside-"))]


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        pytest.param(f"{POST},outside-9,,staff,\n", "outside-9", id="an unknown principle"),
        pytest.param(f"{POST},,Leads City Council,staff,\n", "Leeds City Council", id="an unknown organisation"),
        pytest.param("2013/gone/,outside-1,,staff,\n", "2013/gone/", id="a post that is not there"),
    ],
)
def test_a_mistake_in_the_tags_ends_the_build(
    content: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], rows: str, said: str
) -> None:
    tagged(content, rows)
    with pytest.raises(SystemExit):
        build(content, tmp_path / "output")
    told = capsys.readouterr().err
    assert said in told and "tags.csv" in told


def test_site_and_command_say_the_same_of_whose_a_post_is(content: Path, tmp_path: Path) -> None:
    tagged(content, f"{POST},outside-3,none,staff,2026-11-20\n")
    lay(
        content, {"blog/2014-12-31-last.md": post("Last"), "blog/2015-01-01-first.md": post("First", date="2015-01-01")}
    )
    site = build(content, tmp_path / "output", ENTRIES_PER_PAGE=500)
    said = read(content, [folder.read(content / "archive/old")])
    assert {each.filing.belonging.by for each in said.entries} == {"staff", "owner", "affiliation"}
    for name in ("leeds", "devon", "harbour-district-council"):
        listed = site.links(f"organisations/{name}/", ".entry .name a")
        own = [each.text.title or "Untitled" for each in said.entries if name in each.filing.belonging.organisations]
        assert sorted(listed) == sorted(own)
    assert "Start here" in site.links("principles/outside-3/", ".entry .name a")
