"""Posts that several pages, feeds and exports hold are one post, whoever comes first."""

from __future__ import annotations

import itertools
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from sociable.archive import folder
from sociable.archive.folder import Archive
from sociable.errors import SourceError
from sociable.importing import Report, run
from sociable.model import Comment, Post, Source

ROOT = Path(__file__).resolve().parent.parent
SAMPLE = ROOT / "sample" / "extracts"

PAGE = "Asking the public before we\xa0build\n\nWe asked. They answered, at length.\n\nThen we built.\n"
TALK = "\n2 Responses to Asking the public before we\xa0build\n\n  1. Ann Fox says:\n\n    Thank you.\n\n    • You are welcome.\n"
LISTING = (
    "Asking the public before we\xa0build\n\nWe asked. They answered, at length. Continue reading\n\n"
    "Posted in Talking | 2 Comments\n\nA second title for a\xa0listing\n\nOther words. Continue reading\n\n"
    "Posted in Talking | 1 Comment\n"
)
OWN = "https://blog.example/2013/01/19/asking/"


def lay(where: Path, *pages: tuple[str, str], blog: str = "old") -> list[Path]:
    """Write pages, each a text and an address, and their catalogue."""
    where.mkdir(exist_ok=True)
    rows = ["file,url,blog,owner,organisation"]
    paths = []
    for number, (text, url) in enumerate(pages):
        paths.append(where / f"{number:03}.txt")
        paths[-1].write_text(text, encoding="utf-8")
        rows.append(f"{paths[-1].name},{url},{blog},Jo Park,Anytown Council")
    (where / "sources.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    return paths


def imported(content: Path, *sources: Path, name: str = "old") -> tuple[Report, Archive]:
    report = run(sources, name=name, content=content)
    return report, folder.read(content / "archive" / name)


def titled(archive: Archive, title: str) -> Post:
    (post,) = (post for post in archive.posts if post.title == title)
    return post


def talks(archive: Archive) -> list[list[Comment]]:
    """The comments of every post, wherever the archive lies."""
    return [[replace(comment, source=Source()) for comment in post.comments] for post in archive.posts]


def test_the_longest_text_counts_and_what_it_lacks_comes_from_the_others(tmp_path: Path) -> None:
    longest = PAGE + "\nAnd so on.\n"
    lay(
        tmp_path / "in",
        (longest, "https://blog.example/category/x/"),
        (PAGE + TALK, OWN),
        (LISTING, "https://blog.example/"),
    )
    report, archive = imported(tmp_path / "content", tmp_path / "in")
    post = titled(archive, "Asking the public before we build")
    assert post.body.endswith("And so on.")
    assert post.link == OWN
    assert post.date is not None and post.date.date().isoformat() == "2013-01-19"
    assert post.path == "2013/01/19/asking/"
    assert post.categories == ("talking",)
    assert [(comment.author, comment.body) for comment in post.comments] == [
        ("Ann Fox", "Thank you."),
        ("", "You are welcome."),
    ]
    assert post.comments[1].parent == post.comments[0].id
    assert set(post.found_at) == {OWN, "https://blog.example/category/x/", "https://blog.example/"}
    assert report.counts()["post"] == {"seen": 4, "written": 2, "merged": 2, "withheld": 0, "refused": 0}


def test_the_order_of_the_pages_does_not_matter(tmp_path: Path) -> None:
    pages = [(PAGE, ""), (PAGE + TALK, OWN), (LISTING, "https://blog.example/")]
    results = []
    for number, order in enumerate(itertools.permutations(pages)):
        lay(tmp_path / f"in-{number}", *order)
        _, archive = imported(tmp_path / f"content-{number}", tmp_path / f"in-{number}")
        results.append(([(post.title, post.body, post.path) for post in archive.posts], talks(archive)))
    assert all(result == results[0] for result in results)


def test_a_page_that_is_added_later_takes_no_comment_its_number(tmp_path: Path) -> None:
    (first, second) = lay(tmp_path / "in", (PAGE + TALK, OWN), (PAGE + TALK.replace("Ann Fox says:\n\n    ", ""), ""))
    _, before = imported(tmp_path / "content", first)
    report, after = imported(tmp_path / "content", first, second)
    assert after.posts[0].comments == before.posts[0].comments
    assert report.counts()["comment"] == {"seen": 4, "written": 2, "merged": 2, "withheld": 0, "refused": 0}


def test_a_name_that_one_page_has_lost_comes_from_another(tmp_path: Path) -> None:
    lay(tmp_path / "in", (PAGE + "\nMore.\n" + TALK.replace("Ann Fox says:\n\n    ", ""), OWN), (PAGE + TALK, ""))
    _, archive = imported(tmp_path / "content", tmp_path / "in")
    assert [comment.author for comment in archive.posts[0].comments] == ["Ann Fox", ""]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param(
            "Links\n\nA first list.\n\nOf links.", "Links\n\nA second list.\n\nOf links.", id="a title used again"
        ),
        pytest.param(
            "Bins in our town\n\nPosted on January 3, 2012 by Ann\n\nOne.",
            "Bins in our town\n\nPosted on March 3, 2013 by Ann\n\nOne.",
            id="another day",
        ),
    ],
)
def test_posts_that_only_look_alike_stay_two(tmp_path: Path, one: str, other: str) -> None:
    lay(tmp_path / "in", (one, ""), (other, ""))
    _, archive = imported(tmp_path / "content", tmp_path / "in")
    assert len(archive.posts) == 2


def test_an_export_counts_more_than_what_readers_got_of_it(tmp_path: Path) -> None:
    export = ROOT / "sample" / "harbour-notes.wordpress.xml"
    _, alone = imported(tmp_path / "alone", export, name="harbour-notes")
    report, both = imported(tmp_path / "both", export, SAMPLE, name="harbour-notes")
    assert [post.body for post in both.posts] == [post.body for post in alone.posts]
    assert [post.title for post in both.posts] == [post.title for post in alone.posts]
    assert talks(both) == talks(alone)
    counts = report.counts()
    assert counts["post"]["merged"] == 9
    assert counts["comment"]["merged"] == 17


def test_the_sample_extracts_alone_make_an_archive_that_says_what_was_lost(tmp_path: Path) -> None:
    report, archive = imported(tmp_path / "content", SAMPLE, name="harbour-notes")
    assert len(archive.posts) == 7
    bins = titled(archive, "Bins: the question")
    assert bins.body.startswith("On 4 October bin day changes")
    assert len(bins.comments) == 9
    assert bins.date is None and bins.path == "undated/bins-the-question/"
    assert archive.about.owner == "Harbour District Council"
    assert archive.about.source == "saved feed and 4 text extracts of pages"
    assert "What the library found out by asking: 9 comments stated, 8 here, 2 tag names lost" in archive.about.lost
    assert "Bins: the question: body missing" not in archive.about.lost
    assert not report.losses


def test_importing_extracts_twice_changes_nothing(tmp_path: Path) -> None:
    imported(tmp_path / "content", SAMPLE, name="harbour-notes")
    report, _ = imported(tmp_path / "content", SAMPLE, name="harbour-notes")
    assert report.state == "unchanged"


def test_a_catalogue_picks_the_extracts_of_one_blog(tmp_path: Path) -> None:
    paths = lay(tmp_path / "in", (PAGE, ""), blog="other")
    with pytest.raises(SourceError, match="no export here"):
        run(paths, name="old", content=tmp_path / "content")
    report, archive = imported(tmp_path / "content", *paths, name="other")
    assert len(archive.posts) == 1
    assert any("Anytown Council" in problem.what for problem in report.warnings)


def test_the_organisation_of_a_catalogue_is_kept_by_its_id(tmp_path: Path) -> None:
    paths = lay(tmp_path / "in", (PAGE, ""))
    page = tmp_path / "content" / "organisations" / "anytown-council.md"
    page.parent.mkdir(parents=True)
    page.write_text(
        "Title: Anytown Council\nKind: Council\nURL: https://anytown.example\nSummary: A council.\n\nWords.\n",
        encoding="utf-8",
    )
    report, archive = imported(tmp_path / "content", *paths)
    assert archive.about.organisation == "anytown-council"
    assert report.warnings == []


def test_a_folder_without_a_catalogue_gives_its_texts_but_no_read_me(tmp_path: Path) -> None:
    texts = tmp_path / "in"
    texts.mkdir()
    shutil.copy(SAMPLE / "000-library.txt", texts / "a.txt")
    (texts / "README.txt").write_text("About these files\n\nThey are extracts.\n", encoding="utf-8")
    report, archive = imported(tmp_path / "content", texts)
    assert [post.title for post in archive.posts] == ["What the library found out by asking"]
    assert any("README" in problem.path for problem in report.warnings)


@pytest.mark.parametrize(
    ("blog", "posts", "comments", "replies", "seen"),
    [("sociable-organisation", 2, 8, 3, 2), ("carlhaggerty", 8, 3, 1, 10)],
)
def test_the_real_extracts_make_two_archives(
    legacy: Path, tmp_path: Path, blog: str, posts: int, comments: int, replies: int, seen: int
) -> None:
    report, archive = imported(tmp_path / "content", legacy / "text", name=blog)
    talk = [comment for post in archive.posts for comment in post.comments]
    assert len(archive.posts) == posts
    assert len(talk) == comments
    assert sum(comment.parent is not None for comment in talk) == replies
    assert report.counts()["post"]["seen"] == seen
    assert not report.losses
