"""What is measured with is the same every time, and what is said of it follows from the figures."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest

from bench import import_wxr, importers
from bench.corpus import write
from bench.import_wxr import Run
from bench.measure import Cost, Failed, cost
from sociable.importing import run
from sociable.markup.blocks import has_blocks
from sociable.model import Post
from sociable.sources import wxr


def found(path: Path) -> list[Post]:
    return [value for value in wxr.read(path, lambda problem: None) if isinstance(value, Post)]


def test_a_corpus_of_one_size_has_always_the_same_bytes(tmp_path):
    first, second, other = (
        write(tmp_path / name, 40, seed=seed).read_bytes() for name, seed in (("a", 1), ("b", 1), ("c", 2))
    )
    assert first == second != other


def test_a_corpus_holds_what_it_says(tmp_path):
    posts = found(write(tmp_path / "a.xml", 200))
    words = [len(re.sub(r"<[^>]*>", " ", post.body).split()) for post in posts]
    assert len(posts) == 200 and sum(len(post.comments) for post in posts) == 1_000
    assert min(words) >= 100 and max(words) < 2_000
    assert {has_blocks(post.body) for post in posts} == {True, False}
    bodies = "".join(post.body for post in posts)
    for sign in ("<table", "<pre", "<li>", "<img", "[caption", "wp:image", "<blockquote", "<h3>", "<!--more-->", "?p="):
        assert sign in bodies, sign
    assert not any(post.comments for post in found(write(tmp_path / "b.xml", 40, with_comments=False)))


def test_a_corpus_is_imported_whole_and_its_posts_and_comments_are_counted(tmp_path):
    export = write(tmp_path / "a.xml", 60)
    report = run([export], name="measured", content=tmp_path / "out")
    assert not report.has_losses and report.counts()["post"]["written"] == 60
    assert importers.sociable().count(tmp_path / "out") == (60, 300)


def test_a_command_is_measured_and_one_that_fails_is_said(tmp_path):
    used = cost(sys.executable, "-c", "x = bytearray(50_000_000); sum(range(2_000_000))", folder=tmp_path)
    assert used.cpu > 0 and used.memory > 45
    with pytest.raises(Failed, match="exit code 3: no"):
        cost(sys.executable, "-c", "import sys; sys.stderr.write('no'); sys.exit(3)", folder=tmp_path)


def test_an_importer_that_leaves_a_post_out_is_said(tmp_path):
    lazy = importers.Importer("Lazy", lambda export, out: (sys.executable, "-c", ""), lambda out: (39, 0))
    with pytest.raises(Failed, match="Lazy wrote 39 of 40 posts"):
        import_wxr.measured(lazy, write(tmp_path / "a.xml", 40), 40)


def test_ratios_follow_from_the_figures():
    runs = [
        Run("Sociable", 10, 50, Cost(1.0, 1.0, 50)),
        Run("Sociable", 20, 100, Cost(2.0, 2.0, 55)),
        Run("Nikola", 10, 50, Cost(2.0, 2.0, 200)),
        Run("Sociable", 10, 0, Cost(0.5, 0.5, 40)),
        Run("npm", 10, 0, Cost(0.4, 0.4, 80)),
    ]
    assert [(round(ratio, 2), limit) for _, ratio, limit in import_wxr.ratios(runs)] == [
        (2.0, 2.1),
        (1.1, 1.2),
        (0.5, 1.0),
        (0.25, 0.5),
        (1.25, 1.0),
    ]
    assert len(import_wxr.ratios(runs[:2])) == 2
    assert "| Nikola | 10 | 50 | 2.0 s | 200.00 ms | 200 MiB | 2.0 s |" in import_wxr.told(runs)


def test_what_is_not_installed_is_said_with_how_to(capsys, tmp_path):
    with pytest.raises(SystemExit):
        import_wxr.main(["--nikola", str(tmp_path), "--node-modules", str(tmp_path)])
    assert "pip install --require-hashes -r bench/requirements.txt" in capsys.readouterr().err
