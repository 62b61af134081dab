"""Real exports, imported and built: exact counts, no leaks, and the score against what WordPress itself shows."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from sociable.archive.folder import read
from sociable.importing import Report, run
from sociable.markup.render import render
from tests.building import VOCABULARY, build, lay

CC_LABS = "wxr/cc-labs.wordpress.2014-11-21.xml"
THEME_DATA = "wxr/themeunittestdata.wordpress.xml"
WRITTEN = re.compile(r"\bm[\w.-]*@example\.invalid")
"""Addresses that somebody wrote into a text: part of the text."""
HELD = re.compile(r"\bu[\w.-]*@example\.invalid")
"""Addresses of authors and commenters: nobody's business."""


def totals(report: Report, kind: str) -> tuple[int, int, int, int]:
    counts = report.counts()[kind]
    return counts["written"], counts["merged"], counts["withheld"], counts["refused"]


def texts(folder: Path) -> str:
    kinds = {".md", ".html", ".atom", ".xml", ".csv", ".txt"}
    return "\n".join(path.read_text(encoding="utf-8") for path in folder.rglob("*") if path.suffix in kinds)


def shown(folder: Path) -> str:
    """All bodies and comments of an archive, rendered: an address in angle brackets is then both link and words."""
    archive = read(folder)
    bodies = [text.body for entry in (*archive.posts, *archive.pages) for text in (entry, *entry.comments)]
    return "\n".join(map(render, bodies))


@pytest.mark.slow
def test_cc_labs_is_imported_whole_and_built_without_leaking_an_address(legacy: Path, tmp_path: Path) -> None:
    content = lay(tmp_path / "content", VOCABULARY)
    report = run([legacy / CC_LABS], name="labs", content=content)
    assert totals(report, "post") == (219, 0, 0, 0)
    assert totals(report, "page") == (5, 0, 0, 0)
    assert totals(report, "comment") == (119, 0, 0, 0)
    assert totals(report, "pingback") == (62, 0, 0, 0)
    assert totals(report, "author")[0] == 30
    written = WRITTEN.findall((legacy / CC_LABS).read_text(encoding="utf-8"))
    assert len(written) == 18
    assert sorted(WRITTEN.findall(shown(content / "archive/labs"))) == sorted(written)
    posts = list((content / "archive/labs/bag/data/posts").glob("*.md"))
    several = [path for path in posts if _categories(path) > 1]
    assert (len(posts), len(several)) == (219, 123)
    assert HELD.search((legacy / CC_LABS).read_text(encoding="utf-8"))
    site = build(content, tmp_path / "output")
    for folder in (content, site.output):
        everything = texts(folder)
        assert not HELD.search(everything)
        assert "192.0.2." not in everything
        assert set(WRITTEN.findall(everything)) == set(written)
    assert run([legacy / CC_LABS], name="labs", content=content).state == "unchanged"


def _categories(path: Path) -> int:
    found = re.search(r"^Categories: (.*)$", path.read_text(encoding="utf-8"), re.MULTILINE)
    return found[1].count(";") if found else 0


@pytest.mark.slow
def test_the_theme_test_data_is_imported_with_what_is_not_public_withheld(legacy: Path, tmp_path: Path) -> None:
    content = lay(tmp_path / "content", VOCABULARY)
    report = run([legacy / THEME_DATA], name="theme", content=content)
    assert totals(report, "post") == (55, 0, 3, 0)
    assert totals(report, "page") == (21, 0, 0, 0)
    assert totals(report, "comment") == (25, 0, 4, 0)
    assert sum(totals(report, kind)[0] for kind in ("pingback", "trackback")) == 4
    reasons = sorted(item.reason for item in report.items if item.outcome == "withheld" and item.kind == "post")
    assert [any(word in reason for reason in reasons) for word in ("scheduled", "draft", "password")] == [True] * 3
    site = build(content, tmp_path / "output")
    assert "nav_menu_item" not in texts(site.output) + texts(content)


@pytest.mark.slow
def test_the_score_against_what_wordpress_shows(legacy: Path, tools: Path, tmp_path: Path) -> None:
    wordpress = legacy / "wordpress-site"
    content = lay(tmp_path / "content", VOCABULARY)
    run([wordpress / "wxr/re-export.all.xml"], name="site", content=content)
    build(content, tmp_path / "output")
    said = tmp_path / "score.json"
    command = [sys.executable, str(tools / "score_import.py"), str(wordpress / "truth.json"), str(tmp_path / "output")]
    done = subprocess.run([*command, "--json", str(said)], capture_output=True, text=True, check=True)
    scores = {name: 100 * kept / of for name, (kept, of) in json.loads(said.read_text())["overall"].items() if of}
    assert scores["words"] >= 99.0, done.stdout
    for name in ("found", "comments", "threads", "pingbacks", "title", "date", "authors", "categories", "tags"):
        assert scores.get(name, 100) == 100, (name, done.stdout)
    assert scores["internal_right_target"] >= 95, done.stdout
    assert re.search(r"posts found +100.00 %", done.stdout) and re.search(r"pages found +100.00 %", done.stdout)
    assert not any(json.loads(said.read_text())["leaks"].values()), done.stdout
