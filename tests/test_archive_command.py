"""scripts/archive.py: its verbs, its exit codes, and what goes where."""

from __future__ import annotations

import io
import json
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from sealed import COMMENTS, DATA, POST, archive

from scripts import archive as command

ROOT = Path(__file__).resolve().parent.parent
FINE, DIFFERS, USAGE, UNREADABLE = 0, 1, 2, 3


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    archive(Path("content/archive/old"), changes=2)
    archive(Path("content/archive/other"))
    return tmp_path


def forge(name: str = "old") -> Path:
    path = Path("content/archive") / name / DATA / POST
    path.write_bytes(path.read_bytes().replace(b"words", b"swords"))
    return path


def usage(arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        command.main(arguments)
    assert caught.value.code == USAGE


def test_what_is_fine_is_said_in_a_line_each(here, capsys):
    assert command.main(["verify"]) == FINE
    out, err = capsys.readouterr()
    assert out.splitlines() == [f"content/archive/{name}: 4 files are what was sealed." for name in ("old", "other")]
    assert err == ""


def test_the_history_is_told(here, capsys):
    assert command.main(["verify", "old", "--history"]) == FINE
    assert "  2. 2027-03-03 import: change 2" in capsys.readouterr().out


def test_what_differs_is_said_with_file_digests_and_mend(here, capsys):
    forge()
    assert command.main(["verify"]) == DIFFERS
    out, err = capsys.readouterr()
    assert "content/archive/other: 4 files" in out and "content/archive/old:" not in out
    assert err.startswith(f"content/archive/old/{DATA}/{POST}: ") and "1 byte longer" in err
    assert "(sealed " in err and "scripts/archive.py amend" in err


def test_one_archive_can_be_checked_alone(here):
    forge()
    assert command.main(["verify", "other"]) == FINE
    assert command.main(["verify", "other", "old"]) == DIFFERS


def test_data_is_printed_as_json(here, capsys):
    forge()
    assert command.main(["verify", "--json"]) == DIFFERS
    said = json.loads(capsys.readouterr().out)
    assert [(each["name"], each["state"], each["files"]) for each in said["archives"]] == [
        ("old", "differs", 4),
        ("other", "fine", 4),
    ]
    [difference] = said["archives"][0]["differences"]
    assert difference["kind"] == "changed" and difference["path"] == f"{DATA}/{POST}"
    assert len(difference["old"]) == len(difference["new"]) == 128
    assert [each["reason"] for each in said["archives"][0]["history"]] == ["change 1", "change 2"]


def test_what_cannot_be_read_has_an_exit_code_of_its_own(here, monkeypatch):
    def closed(path: str, flags: int) -> int:
        raise PermissionError(13, "Permission denied", path)

    forge("other")
    with monkeypatch.context() as patch:
        patch.setattr("sociable.archive.verifying.os.open", closed)
        assert command.main(["verify"]) == UNREADABLE


@pytest.mark.parametrize("arguments", [["verify", "none"], ["verify", "--no"], [], ["mend"]])
def test_a_wrong_call_gives_exit_code_2(here, capsys, arguments):
    usage(arguments)
    assert "usage:" in capsys.readouterr().err


def test_no_archives_at_all_are_fine(tmp_path):
    assert command.main(["verify", "--content", str(tmp_path)]) == FINE


def test_a_quick_check_reads_nothing_twice(here, capsys, monkeypatch):
    monkeypatch.setattr("sociable.archive.watermarks.MOMENT", -(10**18))
    assert command.main(["verify", "--quick"]) == FINE
    capsys.readouterr()
    assert command.main(["verify", "--quick"]) == FINE
    assert "(0 were read" in capsys.readouterr().out
    assert (here / ".cache").is_dir() and not (here / "content" / ".cache").exists()


def test_an_amendment_is_recorded(here, capsys):
    path = forge()
    assert command.main(["amend", str(path), "--reason", "A slip", "--by", "Web team"]) == FINE
    assert capsys.readouterr().out.startswith("content/archive/old: 20")
    assert command.main(["verify"]) == FINE


def test_a_new_version_is_brought_with_from(here, capsys):
    Path("new.md").write_text("Title: New\nId: 1\n")
    path = Path("content/archive/old") / DATA / POST
    assert command.main(["amend", str(path), "--from", "new.md", "--reason", "r", "--by", "b", "--json"]) == FINE
    assert json.loads(capsys.readouterr().out)["verb"] == "amend"
    assert path.read_text() == "Title: New\nId: 1\n"


def test_an_amendment_that_is_refused_is_said(here, capsys):
    path = forge()
    (path.parent / "stray.txt").write_text("x")
    assert command.main(["amend", str(path), "--reason", "r", "--by", "b"]) == DIFFERS
    assert "more than what was named" in capsys.readouterr().err


@pytest.mark.parametrize(
    "arguments", [["a", "--by", "b"], ["a", "--reason", "r"], ["a", "b", "--reason", "r", "--by", "b", "--from", "x"]]
)
def test_an_amendment_without_reason_or_with_two_files_for_one_is_a_wrong_call(here, arguments):
    usage(["amend", *arguments])


def test_a_dry_run_of_an_erasure_shows_and_writes_nothing(here, capsys):
    before = (Path("content/archive/old") / DATA / COMMENTS).read_bytes()
    assert command.main(["redact", "old", "a RESIDENT", "--dry-run"]) == FINE
    out = capsys.readouterr().out
    assert "To erase: 1" in out and "comment 7 by A resident" in out and "Elsewhere" in out
    assert (Path("content/archive/old") / DATA / COMMENTS).read_bytes() == before


def test_an_erasure_says_what_it_does_not_reach(here, capsys):
    assert command.main(["redact", "--all", "A resident", "--yes", "--ground", "at risk"]) == FINE
    out = capsys.readouterr().out
    assert "Erased: 2 comments, in old, other." in out and "git filter-repo" in out and "export" in out
    assert command.main(["verify", "--history"]) == FINE
    assert "redact: at risk (bag/data/comments" in capsys.readouterr().out


def test_nobody_is_erased_without_being_asked(here, monkeypatch, capsys):
    usage(["redact", "old", "A resident"])
    for answer, count in (("n", 0), ("yes", 1)):
        terminal = io.StringIO(f"{answer}\n")
        terminal.isatty = lambda: True
        monkeypatch.setattr(sys, "stdin", terminal)
        assert command.main(["redact", "old", "A resident"]) == FINE
        assert Path("content/archive/old/erased").exists() is bool(count)


def test_an_erasure_as_data(here, capsys):
    path = "2013/02/01/café"
    arguments = ["redact", "old", "--comment", "7", "--post", path, "--yes", "--json"]
    assert command.main(arguments) == FINE
    said = json.loads(capsys.readouterr().out)
    assert said["changed"] == ["old"] and [each["comment"] for each in said["theirs"]] == [7]


WRONG = [
    ["--all", "x", "--comment", "7", "--post", "y"],
    ["old"],
    ["none", "A resident"],
    ["old", "A resident", "--comment", "7"],
    ["old", "x", "--post", "y"],
]


@pytest.mark.parametrize("arguments", WRONG, ids=map(" ".join, WRONG))
def test_an_erasure_that_says_too_little_is_a_wrong_call(here, arguments):
    usage(["redact", *arguments, "--yes"])


@pytest.mark.parametrize("verb", ["verify", "amend", "redact"])
def test_every_verb_has_help_of_its_own(verb, capsys):
    with pytest.raises(SystemExit) as caught:
        command.main([verb, "--help"])
    assert caught.value.code == 0 and "--content" in capsys.readouterr().out


def test_the_example_of_the_help_works():
    shown = subprocess.run(
        [sys.executable, "scripts/archive.py", "--help"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    example = shlex.split(shown.stdout.partition("example:\n")[2].partition("\n\n")[0])
    done = subprocess.run([sys.executable, *example[1:]], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == FINE, done.stderr
    assert "files are what was sealed" in done.stdout


def test_old_addresses_are_counted_and_their_rules_written(here, capsys):
    assert command.main(["addresses", "old", "--write", "rules", "--site", "https://new.example", "--json"]) == FINE
    told = json.loads(capsys.readouterr().out)
    assert told["addresses"]["path"] >= 1 and told["stubs"] >= told["addresses"]["path"]
    assert {path.name for path in Path("rules").iterdir()} == {
        "nginx.conf",
        "apache.conf",
        "apache.map",
        "netlify",
        "cloudflare",
        "stubs",
    }
    assert "https://new.example/archive/old/" in Path("rules/nginx.conf").read_text(encoding="utf-8")


def test_rules_are_not_written_over_what_is_there(here, capsys):
    Path("rules").mkdir()
    Path("rules/mine.txt").write_text("mine", encoding="utf-8")
    assert command.main(["addresses", "old", "--write", "rules"]) == DIFFERS
    assert "this folder holds something" in capsys.readouterr().err
    assert [path.name for path in Path("rules").iterdir()] == ["mine.txt"]


def test_an_address_of_the_new_site_that_is_none_is_a_wrong_call(here):
    usage(["addresses", "old", "--site", "new.example"])


def test_an_archive_of_a_site_that_is_not_built_cannot_be_packed(here, capsys):
    assert command.main(["export", "old", "old.zip"]) == DIFFERS
    assert "is not built" in capsys.readouterr().err
    assert not Path("old.zip").exists()
