"""The commands: their options, exit codes, and what goes where."""

from __future__ import annotations

import io
import json
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from wxr_export import comment, export, item

from scripts import add_comment, import_wordpress

ROOT = Path(__file__).resolve().parent.parent
FINE = export(item(1, comment(10)), item(2, status="draft"))
LOSSY = export(item(1, body='<a href="foo:bar">Words</a>'))


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "export.xml").write_text(FINE)
    (tmp_path / "lossy.xml").write_text(LOSSY)
    (tmp_path / "broken.xml").write_text(FINE[:900])
    return tmp_path


def test_an_import_says_what_it_did(here, capsys):
    assert import_wordpress.main(["export.xml", "--blog", "old", "--report", "report.json"]) == 0
    out, err = capsys.readouterr()
    assert "content/archive/old: The archive was written." in out and err == ""
    assert json.loads((here / "report.json").read_text())["counts"]["post"]["written"] == 1
    assert (here / "content/archive/old/bag/data/posts").is_dir()


def test_a_loss_gives_exit_code_1(here, capsys):
    assert import_wordpress.main(["lossy.xml", "--blog", "old"]) == 1
    assert "Refused or lost:" in capsys.readouterr().out
    assert (here / "content/archive/old").is_dir()


def test_a_strict_import_leaves_nothing_behind_a_loss(here, capsys):
    assert import_wordpress.main(["lossy.xml", "--blog", "old", "--strict"]) == 1
    assert "nothing was written" in capsys.readouterr().out
    assert not (here / "content/archive/old").exists()


def test_a_source_that_cannot_be_read_is_said_with_its_line(here, capsys):
    assert import_wordpress.main(["broken.xml", "--blog", "old"]) == 1
    out, err = capsys.readouterr()
    assert out == "" and re.match(r"broken\.xml:\d+: ", err) and "Traceback" not in err
    assert not (here / "content").exists()


def test_data_goes_to_standard_output(here, capsys):
    assert import_wordpress.main(["export.xml", "--blog", "old", "--json", "--dry-run"]) == 0
    out, err = capsys.readouterr()
    assert json.loads(out)["state"] == "dry run" and err == ""
    assert not (here / "content").exists()


WRONG = {
    "no source": ["--blog", "old"],
    "no name": ["export.xml"],
    "a name that is a path": ["export.xml", "--blog", "../old"],
    "a name in capitals": ["export.xml", "--blog", "Old"],
    "a source that is not there": ["missing.xml", "--blog", "old"],
    "an address that is none": ["export.xml", "--blog", "old", "--url", "old.example"],
    "media that are not there": ["export.xml", "--blog", "old", "--media", "missing"],
    "media that are a file": ["export.xml", "--blog", "old", "--media", "export.xml"],
    "about what is not there": ["export.xml", "--blog", "old", "--about", "missing.md"],
    "withheld in the content": ["export.xml", "--blog", "old", "--withheld", "content/apart"],
    "files from a folder and from the web": ["export.xml", "--blog", "old", "--media", ".", "--download"],
    "an option that does not exist": ["export.xml", "--blog", "old", "--downlaod"],
}


@pytest.mark.parametrize("arguments", WRONG.values(), ids=WRONG.keys())
def test_a_wrong_call_gives_exit_code_2(here, capsys, arguments):
    with pytest.raises(SystemExit) as caught:
        import_wordpress.main(arguments)
    assert caught.value.code == 2
    assert "usage:" in capsys.readouterr().err
    assert not (here / "content").exists()


@pytest.fixture
def post(here: Path) -> Path:
    path = here / "content" / "blog" / "2026-11-21-x.md"
    path.parent.mkdir(parents=True)
    path.write_text("Title: X\n\nWords.\n")
    (here / "reply.txt").write_text("I would like to hear more.\n")
    return path


def test_a_comment_is_added_and_its_place_printed(post, here, capsys):
    arguments = [str(post), "reply.txt", "--author", "A resident", "--date", "2026-11-22T10:00", "--consent"]
    assert add_comment.main(arguments) == 0
    assert capsys.readouterr().out.endswith("comments/2026-11-21-x.md: comment 1\n")
    assert add_comment.main([*arguments, "--reply-to", "1", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["id"] == 2
    assert "Date: 2026-11-22T10:00:00+00:00" in (post.parent / "comments" / post.name).read_text()


def test_a_comment_may_come_from_standard_input_and_is_of_now(post, monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.StringIO("Words.\n"))
    assert add_comment.main([str(post), "--author", "A resident", "--consent"]) == 0
    assert re.search(
        r"^Date: 20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d$",
        (post.parent / "comments" / post.name).read_text(),
        re.MULTILINE,
    )


def test_a_comment_without_consent_is_refused(post, capsys):
    assert add_comment.main([str(post), "reply.txt", "--author", "A resident"]) == 2
    assert "nothing says that the writer agreed" in capsys.readouterr().err
    assert not (post.parent / "comments").exists()


def test_a_comment_that_cannot_be_read_is_refused(post, here, capsys):
    (here / "latin.txt").write_bytes(b"caf\xe9")
    for name in ("missing.txt", "latin.txt"):
        assert add_comment.main([str(post), name, "--author", "A resident", "--consent"]) == 2
        assert capsys.readouterr().err


def test_an_ambiguous_date_is_a_wrong_call(post, capsys):
    with pytest.raises(SystemExit) as caught:
        add_comment.main([str(post), "reply.txt", "--author", "A", "--consent", "--date", "01/02/2026"])
    assert caught.value.code == 2 and "ambiguous date" in capsys.readouterr().err


@pytest.mark.slow
@pytest.mark.parametrize("script", ["import_wordpress.py", "add_comment.py"])
def test_the_example_in_a_commands_help_works(script, tmp_path):
    command = [sys.executable, str(ROOT / "scripts" / script)]
    shown = subprocess.run([*command, "--help"], capture_output=True, text=True, check=True).stdout
    example = shown.partition("example:\n")[2].partition("\n\n")[0].replace("\\\n", " ")
    arguments = shlex.split(example)[2:]
    (tmp_path / "reply.txt").write_text("Words.\n")
    for argument in arguments:
        if (ROOT / argument).is_file():
            (tmp_path / argument).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / argument).write_bytes((ROOT / argument).read_bytes())
    if script == "add_comment.py":
        folder = tmp_path / Path(arguments[0]).parent / "comments"
        folder.mkdir()
        (folder / Path(arguments[0]).name).write_text(
            "=== comment 1 ===\nAuthor: The team\nDate: 2026-11-21 09:30\n\nWhat would you like to read?\n"
        )
    done = subprocess.run([*command, *arguments], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
