"""A site is built only of archives that are what was sealed, and says what was changed in them since."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from sealed import DATA, OTHER, POST, archive

from sociable.archive.amending import amend
from tests.building import VOCABULARY, build, lay


@pytest.fixture
def content(tmp_path: Path) -> Path:
    content = lay(tmp_path / "content", VOCABULARY)
    archive(content / "archive" / "old")
    return content


def snapshot(folder: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("how", ["quick", "full"])
def test_a_difference_ends_the_build_and_leaves_the_old_site(content, tmp_path, capsys, how):
    output = build(content, tmp_path / "output", ARCHIVE_CHECK=how).output
    before = snapshot(output)
    path = content / "archive/old" / DATA / POST
    path.write_bytes(path.read_bytes().replace(b"First", b"Forged"))
    with pytest.raises(SystemExit) as stop:
        build(content, tmp_path / "output", ARCHIVE_CHECK=how)
    assert stop.value.code == 1
    said = capsys.readouterr().err
    assert POST in said and "sealed" in said and "scripts/archive.py amend" in said
    assert snapshot(output) == before


def test_an_archive_without_a_seal_is_not_built(content, tmp_path, capsys):
    (content / "archive/old/lock").unlink()
    with pytest.raises(SystemExit):
        build(content, tmp_path / "output")
    assert "never sealed" in capsys.readouterr().err


def test_a_check_that_there_is_not_is_said(content, tmp_path, capsys):
    with pytest.raises(SystemExit):
        build(content, tmp_path / "output", ARCHIVE_CHECK="some")
    assert "Write one of full, quick" in capsys.readouterr().err


def test_checking_leaves_nothing_in_the_content(content, tmp_path):
    before = snapshot(content)
    build(content, tmp_path / "output")
    assert snapshot(content) == before


def test_readers_see_on_a_post_that_it_was_amended_when_and_why(content, tmp_path):
    folder = content / "archive" / "old"
    path = folder / DATA / POST
    path.write_text(path.read_text().replace("words", "other words"))
    amend([path], reason="The <number> was wrong", by="Web team", on=date(2027, 3, 1))
    site = build(content, tmp_path / "output")
    [note] = site.page("archive/old/2013/01/19/green-shoots/").select(".seal p.amended")
    assert " ".join(note.get_text().split()) == "Amended on 1 March 2027. The <number> was wrong"
    assert note.time["datetime"] == "2027-03-01"
    assert not site.page("archive/old/2013/02/01/café/").select("p.amended")
    assert "1 amendment, the last on 1 March 2027" in site.page("archive/old/").get_text()


def test_an_amended_conversation_is_told_of_as_well(content, tmp_path):
    folder = content / "archive" / "old"
    path = folder / DATA / OTHER.replace("posts", "comments")
    path.write_text(path.read_text().replace("a thing", "something"))
    amend([path], reason="A slip", by="Web team", on=date(2027, 3, 1))
    site = build(content, tmp_path / "output")
    assert len(site.page("archive/old/2013/02/01/café/").select("p.amended")) == 1


def test_an_archives_home_shows_its_seal_and_how_to_check_it(content, tmp_path):
    words = build(content, tmp_path / "output").page("archive/old/").get_text(" ")
    digest = (content / "archive/old/lock").read_text().split("\n")[0].removeprefix("Tag-Manifest: ")
    assert digest in words and "archive.py verify old" in words
