"""A real mirror: exact counts of what is in it, and the score against what WordPress itself shows."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from sociable.errors import Problem
from sociable.importing import run
from sociable.model import Comment, Page, Post
from sociable.sources import saved_page
from tests.building import VOCABULARY, build, lay

MIRROR = "wordpress-site/html/twentyten"


def test_a_mirror_holds_each_post_once_with_its_parts_and_comments(legacy: Path) -> None:
    said: list[Problem] = []
    items = list(saved_page.read(legacy / MIRROR, said.append))
    assert Counter(type(item).__name__ for item in items) == {
        "Blog": 1,
        "Author": 3,
        "Term": 138,
        "Post": 116,
        "Page": 22,
    }
    posts = {item.id: item for item in items if isinstance(item, Post)}
    assert len(posts) == 138
    comments = [comment for post in posts.values() for comment in post.comments]
    assert Counter(comment.type for comment in comments) == {"comment": 27, "pingback": 4}
    assert {comment.status for comment in comments} == {"approved"}
    joined = {post.slug: post.body.count("page-break") for post in posts.values() if "page-break" in post.body}
    assert joined["template-paginated"] == 2
    assert joined["clearing-floats"] == joined["page-break"] == 1
    assert not any(post.lost or post.is_cut for post in posts.values())
    assert [post.slug for post in posts.values() if post.sticky] == ["template-sticky"]
    assert sum(bool(post.image) for post in posts.values()) == 10
    assert sum(isinstance(post, Page) and post.parent is not None for post in posts.values()) == 13
    assert all(post.date and post.authors for post in posts.values() if not isinstance(post, Page))
    thread = {comment.id: comment for comment in posts[1148].comments}
    assert (_depth(thread, 22), len(thread)) == (10, 19)
    assert [problem.what.partition(":")[0] for problem in said] == ["cut out of texts"]


def _depth(thread: dict[int, Comment], number: int) -> int:
    parent = thread[number].parent
    return 1 if parent is None else 1 + _depth(thread, parent)


@pytest.mark.slow
def test_the_score_of_a_mirror_against_what_wordpress_shows(legacy: Path, tools: Path, tmp_path: Path) -> None:
    content = lay(tmp_path / "content", VOCABULARY)
    report = run([legacy / MIRROR], name="site", content=content)
    assert report.counts()["post"]["written"] == 116
    build(content, tmp_path / "output")
    truth, said = legacy / "wordpress-site/truth.json", tmp_path / "score.json"
    command = [
        sys.executable,
        str(tools / "score_import.py"),
        str(truth),
        str(tmp_path / "output"),
        "--json",
        str(said),
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    found = json.loads(said.read_text())
    scores = {name: 100 * kept / of for name, (kept, of) in found["overall"].items() if of}
    least = {"words": 99.8, "links_external": 99.8, "structure": 98.7, "code_exact": 98.0}
    assert {name: score for name, score in scores.items() if score < least.get(name, 100)} == {}, done.stdout
    assert not found["artefacts"], done.stdout
    assert not any(found["leaks"].values()), done.stdout
    assert run([legacy / MIRROR], name="site", content=content).state == "unchanged"
