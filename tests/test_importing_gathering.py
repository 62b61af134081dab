"""Several sources of one blog, imported together: each thing once, the best of each, and where it came from."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from sociable.archive import folder
from sociable.archive.folder import Archive
from sociable.importing import Report, run
from sociable.importing.report import Item
from tests import rest_answers as rest
from tests.wxr_export import HOME, author, category, comment, element, export, filed, item

BODY = '<!-- wp:paragraph -->\n<p>Before "it".</p>\n<!-- /wp:paragraph -->\n\n{}\n\n<!-- wp:paragraph -->\n<p>After it.</p>\n<!-- /wp:paragraph -->'
DYNAMIC = BODY.format("<!-- wp:latest-posts /-->")
SEEN = '\n<p>Before &#8220;it&#8221;.</p>\n\n\n<ul class="wp-block-latest-posts"><li><a href="/x/">The newest</a></li></ul>\n\n\n<p>After it.</p>\n'
MODIFIED = {"post_modified": "2013-01-19 10:30:00", "post_modified_gmt": "2013-01-19 09:30:00"}


def stored(number: int, *inside: str, **more: object) -> str:
    return item(number, *inside, date="2013-01-19 10:30:00", **{**MODIFIED, **more})


EXPORT = export(
    author("ann", "Ann Fox"),
    category("news", "News"),
    stored(12, filed("news", "News"), comment(40, 'I "like" it'), comment(41, "Buy!", approved="spam"), body=DYNAMIC),
    stored(13, body="Not ready.", status="draft", link=f"{HOME}/?p=13"),
)
ANSWERS: Mapping[str, Any] = {
    "root.json": rest.root(),
    "posts.json": [
        rest.post(12, SEEN, categories=[5], author=1),
        rest.post(13, "<p>Not ready.</p>"),
        rest.post(14, "<p>Only here.</p>", title="Another"),
    ],
    "users.json": [rest.user(1, "ann-fox", "Ann Fox")],
    "terms.json": [rest.term(5, "news", "News")],
    "comments.json": [
        rest.comment(40, 12, "<p>I &#8220;like&#8221; it</p>\n"),
        rest.comment(41, 12, "<p>Buy!</p>"),
        rest.comment(42, 12, "<p>Added since.</p>\n", parent=40, date_gmt="2013-01-21T10:00:00"),
    ],
}


def laid(tmp_path: Path, text: str = EXPORT, answers: Mapping[str, Any] = ANSWERS) -> list[Path]:
    tmp_path.mkdir(exist_ok=True)
    (tmp_path / "export.xml").write_text(text, encoding="utf-8")
    return [tmp_path / "export.xml", rest.save(tmp_path / "answers", answers)]


def imported(tmp_path: Path, *sources: Path) -> tuple[Report, Archive]:
    report = run(sources, name="old", content=tmp_path / "content")
    return report, folder.read(tmp_path / "content/archive/old")


def only(report: Report, kind: str, number: object, outcome: str) -> Item:
    (found,) = (one for one in report.items if (one.kind, one.id, one.outcome) == (kind, number, outcome))
    return found


def digests(content: Path) -> dict[str, str]:
    """Every file of an archive by its digest."""
    files = (path for path in content.rglob("*") if path.is_file())
    return {path.relative_to(content).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def test_each_thing_is_there_once(tmp_path: Path) -> None:
    report, archive = imported(tmp_path, *laid(tmp_path / "in"))
    assert [post.id for post in archive.posts] == [12, 14]
    assert [one.id for one in archive.authors] == ["ann"]
    assert [one.slug for one in archive.terms] == ["news"]
    assert [post.authors for post in archive.posts] == [("ann",), ("ann",)]
    (first, _) = archive.posts
    assert first.categories == ("news",)
    assert [(one.id, one.parent, one.body) for one in first.comments] == [
        (40, None, "I “like” it"),
        (42, 40, "Added since."),
    ]
    assert {kind: tuple(count.values()) for kind, count in report.counts().items()} == {
        "author": (2, 1, 1, 0, 0),
        "term": (2, 1, 1, 0, 0),
        "post": (5, 2, 2, 1, 0),
        "comment": (5, 2, 2, 1, 0),
    }


def test_the_export_s_text_counts_and_the_site_fills_its_holes(tmp_path: Path) -> None:
    report, archive = imported(tmp_path, *laid(tmp_path / "in"))
    body = archive.posts[0].body
    assert body.startswith("Before “it”.") and body.endswith("After it.")
    assert "[The newest](/x/)" in body
    written = only(report, "post", 12, "written")
    assert written.fields == {"body, block core/latest-posts": f"{tmp_path.as_posix()}/in/answers/posts.json:1"}
    assert written.notes == ()
    alone, _ = imported(tmp_path / "alone", tmp_path / "in/export.xml")
    assert only(alone, "post", 12, "written").notes == ("dynamic block wp:latest-posts",)


def test_what_the_export_withdrew_stays_withheld_and_is_reported(tmp_path: Path) -> None:
    report, _ = imported(tmp_path, *laid(tmp_path / "in"))
    assert not any("Not ready" in path.read_text() for path in (tmp_path / "content").rglob("*.md"))
    withheld = only(report, "post", 13, "withheld")
    assert withheld.reason == "draft"
    assert "REST showed it publicly: it was withdrawn since" in withheld.notes
    spam = only(report, "comment", 41, "withheld")
    assert spam.reason == "spam"
    assert only(report, "comment", 41, "merged").notes == ("it was public there, and is not in the source that counts",)


def test_what_rest_says_otherwise_is_reported_but_typography_is_not(tmp_path: Path) -> None:
    text = export(
        author("ann", "Ann Fox"),
        stored(12, title='Say "it" -- now', body='<p>Say "it".</p>'),
        stored(15, title="One", body="<p>All these words are stored here and nowhere else.</p>"),
    )
    answers = [
        rest.post(12, "<p>Say &#8220;it&#8221;.</p>", title="Say &#8220;it&#8221; &#8211; now"),
        rest.post(
            15, "<p>Other.</p>", title="Two", date="2013-02-01T10:30:00", date_gmt="2013-02-01T09:30:00", author=2
        ),
    ]
    people = [rest.user(1, "ann", "Ann Fox"), rest.user(2, "bob", "Bob")]
    report, _ = imported(tmp_path, *laid(tmp_path / "in", text, {"p.json": [*answers, *people]}))
    assert only(report, "post", 12, "written").notes == ()
    assert only(report, "post", 15, "written").notes == (
        "REST has another title: Two",
        "REST has another date: 2013-02-01T10:30:00+01:00",
        "REST names other authors: bob",
        "its words differ from those of REST: 9 only here, 1 only there",
    )


def test_a_post_without_its_names_gets_them_from_rest(tmp_path: Path) -> None:
    bare = element("wp:post_id", 12) + element("wp:post_type", "post") + element("wp:status", "publish")
    text = export(f"<item>{element('title', 'Green shoots')}{bare}{element('guid', 'http://g.example/12')}</item>")
    report, archive = imported(
        tmp_path, *laid(tmp_path / "in", text, {**ANSWERS, "posts.json": [rest.post(12, author=1)]})
    )
    (post,) = archive.posts
    assert (post.authors, post.slug, post.path) == (("ann-fox",), "post-12", "2013/01/19/post-12/")
    where = f"{tmp_path.as_posix()}/in/answers/posts.json:1"
    assert only(report, "post", 12, "written").fields == dict.fromkeys(("date", "link", "slug", "authors"), where)


FEED = """<rss version="2.0"><channel><title>Old</title><link>http://old.example</link>
<item><title>Green shoots</title><link>http://old.example/2013/01/19/post-12/</link>
<guid>http://old.example/?p=12</guid><pubDate>Sat, 19 Jan 2013 09:30:00 +0000</pubDate><author>Ann Fox</author>
<category>News</category><description>Before &#8220;it&#8221; […]</description></item></channel></rss>
"""


def test_a_feed_s_tag_is_the_category_of_its_name(tmp_path: Path) -> None:
    sources = laid(tmp_path / "in")
    (tmp_path / "in/feed.xml").write_text(FEED, encoding="utf-8")
    report, archive = imported(tmp_path, *sources, tmp_path / "in/feed.xml")
    assert [(one.taxonomy, one.slug) for one in archive.terms] == [("category", "news")]
    assert [one.id for one in archive.authors] == ["ann"]
    assert report.counts()["post"] == {"seen": 6, "written": 2, "merged": 3, "withheld": 1, "refused": 0}
    assert only(report, "post", 12, "written").notes == ()


def test_the_order_of_the_sources_does_not_matter_and_nothing_is_written_twice(tmp_path: Path) -> None:
    sources = laid(tmp_path / "in")
    imported(tmp_path, *sources)
    before = digests(tmp_path / "content")
    for order in (sources[::-1], [tmp_path / "in"]):
        report, _ = imported(tmp_path, *order)
        assert report.state == "unchanged"
        assert digests(tmp_path / "content") == before


CHANGES = {
    "the export's text": (EXPORT.replace("After it.", "After that."), {}, {"posts/2013-01-19-post-12.md"}),
    "what the site filled": (
        EXPORT,
        {"posts.json": [rest.post(12, SEEN.replace("newest", "latest"), categories=[5]), *ANSWERS["posts.json"][1:]]},
        {"posts/2013-01-19-post-12.md"},
    ),
    "a comment": (
        EXPORT,
        {"comments.json": [*ANSWERS["comments.json"], rest.comment(43, 14)]},
        {"comments/2013-01-19-post-14.md", "account.md"},
    ),
    "a name": (
        EXPORT.replace("Ann Fox", "Ann Fox-Smith"),
        {"users.json": [rest.user(1, "ann-fox", "Ann Fox-Smith")]},
        {"authors.md"},
    ),
}


@pytest.mark.parametrize(("text", "answers", "changed"), CHANGES.values(), ids=CHANGES.keys())
def test_only_what_changed_in_a_source_changes_in_the_tree(
    tmp_path: Path, text: str, answers: Mapping[str, Any], changed: set[str]
) -> None:
    imported(tmp_path, *laid(tmp_path / "in"))
    before = digests(tmp_path / "content")
    report, _ = imported(tmp_path, *laid(tmp_path / "in", text, {**ANSWERS, **answers}))
    after = digests(tmp_path / "content")
    assert report.state == "written"
    different = {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}
    texts = {name for name in different if "/bag/data/" in name}  # beside them the seal and the log
    assert {name.removeprefix("archive/old/bag/data/") for name in texts} - {"account.md"} == changed - {"account.md"}


def test_the_test_site_s_answers_and_export_make_each_thing_once(legacy: Path, tmp_path: Path) -> None:
    site = legacy / "wordpress-site"
    report, archive = imported(tmp_path, site / "rest", site / "wxr/re-export.all.xml")
    assert {kind: tuple(count.values()) for kind, count in report.counts().items()} == {
        "author": (8, 4, 4, 0, 0),
        "term": (382, 190, 191, 1, 0),
        "attachment": (72, 36, 36, 0, 0),
        "post": (236, 116, 117, 3, 0),
        "page": (44, 22, 22, 0, 0),
        "comment": (58, 27, 27, 4, 0),
        "pingback": (2, 2, 0, 0, 0),
        "trackback": (2, 2, 0, 0, 0),
    }
    assert sum(len(one.comments) for one in (*archive.posts, *archive.pages)) == 31
    assert [one.notes for one in report.items if one.outcome == "merged" and one.notes] == []
    assert not any("differ" in note for one in report.items for note in one.notes)


@pytest.mark.slow
def test_the_test_site_s_export_pages_and_answers_make_each_thing_once(legacy: Path, tmp_path: Path) -> None:
    site = legacy / "wordpress-site"
    report, archive = imported(tmp_path, site / "html/twentyten", site / "rest", site / "wxr/re-export.all.xml")
    written = {kind: count["written"] for kind, count in report.counts().items()}
    assert written == {
        "author": 4,
        "term": 190,
        "attachment": 36,
        "post": 116,
        "page": 22,
        "comment": 27,
        "pingback": 2,
        "trackback": 2,
    }
    entries = (*archive.posts, *archive.pages)
    numbers = [one.id for entry in entries for one in entry.comments]
    assert len(numbers) == len(set(numbers)) == 31
    assert len({entry.path for entry in entries}) == len({entry.id for entry in entries}) == 138
    assert len({(term.taxonomy, term.slug) for term in archive.terms}) == 190
    assert len({attachment.url for attachment in archive.media}) == 36
    assert [one.notes for one in report.items if one.outcome == "merged" and one.notes] == []
    assert not any("another" in note or "differ" in note for one in report.items for note in one.notes)
    before = digests(tmp_path / "content")
    again, _ = imported(tmp_path, site / "wxr/re-export.all.xml", site / "html", site / "rest")
    assert again.state == "unchanged" and digests(tmp_path / "content") == before
