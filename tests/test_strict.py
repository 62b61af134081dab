"""A build with mistakes in it says all of them at once and harms nothing."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.building import ROOT, VOCABULARY, build, lay, post

WRONG = {
    "blog/2024-03-01-organisation.md": (post("One", organisations="Leads City Council;"), 4, "Leeds City Council"),
    "blog/2024-03-02-principle.md": (post("Two", principles="outsid-1"), 4, "outside-1"),
    "blog/2024-03-03-date.md": (post("Three", date="01/02/2014"), 2, "2014-02-01"),
    "blog/2024-03-04-title.md": (post("", date="2024-03-04"), None, "Title"),
    "blog/2024-03-05-slug.md": (post("Five", slug="same"), None, ""),
    "blog/2024-03-06-slug.md": (post("Six", slug="same"), None, "2024-03-05-slug.md"),
    "blog/2024-03-07-status.md": (post("Seven", status="publised"), 4, "published"),
    "blog/2024-03-08-key.md": (post("Eight", princples="outside-1"), 4, "Principles"),
}


@pytest.fixture
def content(tmp_path: Path) -> Path:
    return lay(tmp_path / "content", VOCABULARY)


def run(content: Path, output: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "pelican", str(content), "-o", str(output), "-s", "pelicanconf.py"]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def test_one_run_reports_every_mistake_with_file_line_and_mend_and_leaves_the_old_site(
    content: Path, tmp_path: Path
) -> None:
    lay(content, {"blog/2024-02-01-good.md": post("Good", date="2024-02-01")})
    output = build(content, tmp_path / "output").output
    before = {path: path.read_bytes() for path in output.rglob("*") if path.is_file()}
    lay(content, {name: text for name, (text, _, _) in WRONG.items()})
    done = run(content, output)
    assert done.returncode == 1
    assert "Traceback" not in done.stdout + done.stderr
    for name, (_, line, hint) in WRONG.items():
        said = [text for text in done.stderr.splitlines() if Path(name).name in text.split(": ", 1)[0]]
        if name.endswith("05-slug.md"):
            continue
        assert said, name
        assert line is None or any(f"{Path(name).name}:{line}:" in text for text in said), said
        assert any(hint in text for text in said), said
    assert {path: path.read_bytes() for path in output.rglob("*") if path.is_file()} == before
    assert not list(output.parent.glob(".output*"))


@pytest.mark.parametrize(
    ("files", "said"),
    [
        pytest.param({"blog/2024-03-01-a.md": post(body="[x]({filename}gone.md)")}, "gone.md", id="link to no file"),
        pytest.param({"blog/notes.txt": "left here"}, "notes.txt is no Markdown file", id="a file nobody reads"),
        pytest.param(
            {"blog/comments/2024-03-01-none.md": "=== comment 1 ===\nAuthor: A\n\nx\n"},
            "2024-03-01-none.md",
            id="comments on no post",
        ),
        pytest.param({"organisations/x.md": "Titel: X\n\nWords.\n"}, "organisations/x.md", id="bad organisation"),
        pytest.param({"archive/empty/bag/x.md": ""}, "archive.md", id="an archive without its papers"),
        pytest.param(
            {"pages/about.md": "Title: About\nColour: red\n\nWords.\n"}, "pages/about.md:2", id="unknown key on a page"
        ),
        pytest.param(
            {"pages/blog.md": "Title: Blog\n\nWords.\n"}, "pages/blog.md", id="a page where the site has its own"
        ),
    ],
)
def test_a_mistake_elsewhere_ends_the_build_too(
    content: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], files: dict[str, str], said: str
) -> None:
    lay(content, files)
    with pytest.raises(SystemExit) as stop:
        build(content, tmp_path / "output")
    assert stop.value.code == 1
    assert said in capsys.readouterr().err
    assert not (tmp_path / "output").exists()


def test_a_misspelt_setting_is_named_and_a_new_one_is_nobodys_business(
    content: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    build(content, tmp_path / "output", MY_OWN_THING="x")
    with pytest.raises(SystemExit):
        build(content, tmp_path / "output", REPLY_ADRESS="x@y.example")
    assert "unknown setting REPLY_ADRESS; did you mean REPLY_ADDRESS?" in capsys.readouterr().err


@pytest.mark.parametrize("day", ["tomorrow", "2026-02-30"])
def test_a_day_that_is_none_is_said_without_a_traceback(
    content: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], day: str
) -> None:
    with pytest.raises(SystemExit):
        build(content, tmp_path / "output", TODAY=day)
    assert "the day of the build" in capsys.readouterr().err
