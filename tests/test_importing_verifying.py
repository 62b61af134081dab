"""Damage done to an archive on purpose, each kind of it found by holding the archive against its source."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from wxr_export import HOME, comment, export, item

from sociable.importing import Report, run
from sociable.importing.summary import plain

BODY = f"""First paragraph with <strong>strong</strong> words.

Second paragraph, which is another.

<h3>A heading</h3>

<pre>def f():
    return  1</pre>

<img src="{HOME}/wp-content/uploads/cup.jpg" alt="A cup" /> beside <a href="{HOME}/about/">a link</a>.

<table><thead><tr><th>Day</th><th>Cups</th></tr></thead><tbody><tr><td>Monday</td><td>seven</td></tr></tbody></table>

<ul><li>one<ul><li>two</li></ul></li></ul>

https://youtu.be/abcdefghijk
"""
SOURCE = export(
    item(1, comment(10, "First of all."), comment(11, "An <em>answer</em> to it.", parent=10), body=BODY),
    item(2, body="Another post."),
)
POST = "posts/2013-01-19-post-1.md"
CONVERSATION = "comments/2013-01-19-post-1.md"


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """The folder of the files of an archive, imported from ``SOURCE``."""
    (tmp_path / "export.xml").write_text(SOURCE, encoding="utf-8")
    assert run([tmp_path / "export.xml"], name="old", content=tmp_path / "content").state == "written"
    return tmp_path / "content/archive/old/bag/data"


def looked_at(archive: Path) -> Report:
    content = archive.parents[3]
    return run([content.parent / "export.xml"], name="old", content=content, dry_run=True)


def change(file: Path, how: Callable[[str], str]) -> None:
    before = file.read_text(encoding="utf-8")
    after = how(before)
    assert after != before
    file.write_text(after, encoding="utf-8")


def reversed_blocks(text: str) -> str:
    head, _, body = text.partition("\n\n")
    return "\n\n".join((head, *reversed(body.rstrip("\n").split("\n\n")))) + "\n"


DAMAGES: dict[str, tuple[str, Callable[[str], str], str]] = {
    "paragraphs dropped": (
        POST,
        lambda text: text.replace("Second paragraph, which is another.\n\n", ""),
        "words: missing",
    ),
    "paragraphs reversed": (POST, reversed_blocks, "words: "),
    "code respaced": (POST, lambda text: text.replace("return  1", "return 1"), "code: expected"),
    "images out": (POST, lambda text: re.sub(r"!\[[^\]]*\]\([^)]*\)", "", text), "images: missing “A cup → "),
    "headings flattened": (
        POST,
        lambda text: text.replace("### A heading", "A heading"),
        "headings: missing “h3 A heading”",
    ),
    "headings of another level": (
        POST,
        lambda text: text.replace("### A", "## A"),
        "headings: expected “h3 A heading”",
    ),
    "links retargeted": (
        POST,
        lambda text: text.replace(f"({HOME}/about/)", f"({HOME}/)"),
        "links: expected “a link → ",
    ),
    "cells emptied": (POST, lambda text: text.replace("| seven |", "|  |"), "tables: expected"),
    "lists flattened": (POST, lambda text: text.replace("  - two", "- two"), "lists: expected “2 two”, found “1 two”"),
    "emphasis out": (POST, lambda text: text.replace("**strong**", "strong"), "emphasis: missing “strong strong”"),
    "embeds retargeted": (POST, lambda text: text.replace("abcdefghijk", "kjihgfedcba"), "embeds: expected"),
    "a title changed": (
        POST,
        lambda text: text.replace("Title: Green shoots", "Title: Red"),
        "title: expected “Green shoots”",
    ),
    "a post unreadable": (POST, lambda text: text.replace("Title: ", "Titel "), POST),
    "replies flattened": (
        CONVERSATION,
        lambda text: text.replace("Parent: 10\n", ""),
        "answers nothing in the archive, 10 in",
    ),
    "words of a comment": (
        CONVERSATION,
        lambda text: text.replace("*answer*", "answer"),
        "emphasis: missing “em answer”",
    ),
    "a commenter's name": (CONVERSATION, lambda text: text.replace("A resident", "Nobody", 1), "author: expected"),
}


@pytest.mark.parametrize(("file", "damage", "said"), DAMAGES.values(), ids=DAMAGES)
def test_damage_to_the_archive_is_named(archive: Path, file: str, damage: Callable[[str], str], said: str) -> None:
    change(archive / file, damage)
    report = looked_at(archive)
    (found,) = (each for each in report.items if each.tree)
    assert found.file == file
    assert any(said in line for line in found.tree), found.tree
    assert report.state == "dry run"
    assert "In the archive otherwise than in the source:\n  " in plain(report)


def test_a_missing_file_is_named(archive: Path) -> None:
    (archive / POST).unlink()
    (archive / CONVERSATION).unlink()
    found = [(each.kind, each.id, each.tree) for each in looked_at(archive).items if each.tree]
    missing = ("is not in the archive",)
    assert found == [("post", 1, missing), ("comment", 10, missing), ("comment", 11, missing)]


def test_comments_that_the_source_does_not_have_are_named(archive: Path) -> None:
    (archive / "comments/2013-01-19-post-2.md").write_bytes((archive / CONVERSATION).read_bytes())
    said = [problem.what for problem in looked_at(archive).warnings]
    assert said == ["comment 10 is not in the source", "comment 11 is not in the source"]


def test_an_archive_that_is_whole_has_nothing_said_of_it(archive: Path) -> None:
    report = looked_at(archive)
    assert report.state == "unchanged"
    assert not any(each.tree for each in report.items) and not report.warnings


def test_what_only_looks_otherwise_in_the_file_is_no_damage(archive: Path) -> None:
    change(archive / POST, lambda text: text.replace("**strong**", "__strong__"))
    report = looked_at(archive)
    assert report.state == "dry run" and not any(each.tree for each in report.items)


def test_a_first_import_has_no_archive_to_look_at(tmp_path: Path) -> None:
    (tmp_path / "export.xml").write_text(SOURCE, encoding="utf-8")
    report = run([tmp_path / "export.xml"], name="old", content=tmp_path / "content", dry_run=True)
    assert not any(each.tree for each in report.items)
