"""Saved answers of WordPress's REST interface: in pages or single, embedded or not, malformed and hostile."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest

from sociable.errors import Problem, SourceError
from sociable.importing import run
from sociable.model import Attachment, Author, Blog, Item, Page, Post, Term
from sociable.sources import rest
from tests.rest_answers import HOME, comment, media, post, root, save, term, user

Read = Callable[[Mapping[str, Any]], tuple[list[Item], list[Problem]]]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Save answers in a folder, read that, and return the values and the warnings."""

    def read_saved(answers: Mapping[str, Any]) -> tuple[list[Item], list[Problem]]:
        warnings: list[Problem] = []
        items = list(rest.read(save(tmp_path / "in", answers), warnings.append))
        assert all(problem.level == "warning" for problem in warnings)
        return items, warnings

    return read_saved


def only(found: tuple[list[Item], list[Problem]], kind: type) -> Any:
    (item,) = (item for item in found[0] if isinstance(item, kind))
    return item


WHOLE = {
    "root.json": root(),
    "posts-1.json": [post(12, categories=[5, 6], tags=[7], featured_media=30, sticky=True, format="aside")],
    "users.json": [user(1, "ann-fox", "Ann Fox")],
    "terms/c.json": [term(5, "news", "News &amp; views"), term(6, "local", "Local", parent=5)],
    "terms/t.json": [term(7, "tea", "Tea", "post_tag")],
    "media.json": [media(30, "harbour.jpg", post=12)],
    "comments.json": [comment(41, 12, parent=40), comment(40, 12, author=1, author_name="Ann Fox")],
}


def test_a_post_has_its_people_terms_and_comments_by_the_registers(read: Read) -> None:
    found = read(WHOLE)
    whole = only(found, Post)
    assert found[1] == []
    assert only(found, Blog).url == HOME and only(found, Blog).title == "Old &amp; new"
    assert (whole.id, whole.title, whole.slug, whole.status) == (12, "Green shoots", "post-12", "publish")
    assert (whole.authors, whole.categories, whole.tags) == (("ann-fox",), ("news", "local"), ("tea",))
    assert (whole.sticky, whole.format, whole.featured, whole.comments_open) == (True, "aside", 30, True)
    assert whole.body_format == "html"
    assert [(one.id, one.parent, one.user, one.body_format) for one in whole.comments] == [
        (40, None, "ann-fox", "html"),
        (41, 40, "", "html"),
    ]
    assert [(one.slug, one.parent, one.number) for one in found[0] if isinstance(one, Term)] == [
        ("news", "", 5),
        ("local", "news", 6),
        ("tea", "", 7),
    ]
    assert only(found, Author).number == 1
    file = only(found, Attachment)
    assert (file.id, file.parent, file.alt, file.description, file.width) == (30, 12, "A harbour", "", 900)
    assert [(size.name, size.file) for size in file.sizes] == [("medium", "small-harbour.jpg")]


def test_the_instant_is_that_of_gmt_and_the_offset_that_of_the_blog(read: Read) -> None:
    summer = timezone(timedelta(hours=1))
    assert only(read({"a.json": [post(1)]}), Post).date == datetime(2013, 1, 19, 10, 30, tzinfo=summer)
    assert only(read({"a.json": [post(1)]}), Post).date.utcoffset() == timedelta(hours=1)


def single(value: Any) -> Mapping[str, Any]:
    return {f"{number}/answer": one for number, one in enumerate(value)}


ALL = [one for answer in WHOLE.values() for one in (answer if isinstance(answer, list) else [answer])]
LAYOUTS = {
    "one object a file, in folders, without an ending": single(ALL),
    "all in one list": {"everything.json": ALL},
    "one object a line": {"lines.ndjson": "\n".join(map(json.dumps, ALL))},
    "lists in lists": {"a.json": [ALL[:3], ALL[3:]]},
    "in envelopes": {"a.json": [{"body": ALL, "status": 200, "headers": {}}]},
    "with a byte order mark and room": {"a.json": "\ufeff\n " + json.dumps(ALL, indent=2) + "\n"},
    "comments first": {"0.json": WHOLE["comments.json"], "1.json": [one for one in ALL if "post" not in one]},
}


@pytest.mark.parametrize("layout", [pytest.param(files, id=name) for name, files in LAYOUTS.items()])
def test_what_an_object_is_shows_from_what_it_holds(read: Read, tmp_path: Path, layout: Mapping[str, Any]) -> None:
    if "1.json" in layout:
        layout = {**layout, "2.json": WHOLE["media.json"]}
    found = read(layout)
    assert Counter(type(item).__name__ for item in found[0]) == {
        "Blog": 1,
        "Author": 1,
        "Term": 3,
        "Attachment": 1,
        "Post": 1,
    }
    assert len(only(found, Post).comments) == 2
    assert found[1] == []
    for path in (tmp_path / "in").rglob("*"):
        assert path.is_dir() or rest.is_rest(path.read_bytes()[: rest.HEAD])


OTHERS = {
    "a package": b'{"name": "x", "version": "1.0.0", "dependencies": {}}',
    "a manifest": b'{"name": "Blog", "icons": [], "start_url": "/"}',
    "markup": b"<html>wp-json</html>",
    "text": b"The wp-json of it.",
    "nothing": b"",
}


@pytest.mark.parametrize("head", OTHERS.values(), ids=OTHERS.keys())
def test_other_files_are_no_answers(head: bytes) -> None:
    assert not rest.is_rest(head)


def test_what_is_embedded_serves_where_the_registers_are_missing(read: Read) -> None:
    around = {
        "author": [user(1, "ann-fox", "Ann Fox")],
        "wp:term": [[term(5, "news", "News")], [term(7, "tea", "Tea", "post_tag")]],
        "wp:featuredmedia": [media(30, "harbour.jpg")],
        "replies": [[{**comment(40, 12), "status": None, "post": None}]],
    }
    found = read({"posts.json": [post(12, categories=[5], tags=[7], _embedded=around)]})
    whole = only(found, Post)
    assert (whole.authors, whole.categories, whole.tags) == (("ann-fox",), ("news",), ("tea",))
    assert [(one.id, one.status) for one in whole.comments] == [(40, "approved")]
    assert only(found, Attachment).id == 30
    assert only(found, Blog).url == HOME


def test_who_and_what_is_known_by_number_alone_is_called_after_it(read: Read) -> None:
    found = read({"posts.json": [post(12, author=3, categories=[5])]})
    assert (only(found, Author).name, only(found, Author).number) == ("Author 3", 3)
    assert (only(found, Term).name, only(found, Term).number) == ("Category 5", 5)
    assert [problem.what for problem in found[1]] == [
        "authors or terms are known by their numbers alone: called after them (2)"
    ]


def test_co_authors_stand_in_their_order(read: Read) -> None:
    writers = [term(90, "cap-bob", "bob", "author"), term(91, "cap-ann-fox", "ann-fox", "author")]
    posts = [post(12, author=[90, 91], _embedded={"wp:term": [writers]})]
    found = read({"p.json": posts, "users.json": [user(1, "ann-fox", "Ann Fox")]})
    assert only(found, Post).authors == ("bob", "ann-fox")
    assert {one.id: one.name for one in found[0] if isinstance(one, Author)} == {"ann-fox": "Ann Fox", "bob": "bob"}


def test_an_author_whose_place_a_plugin_took_is_found_by_the_link(read: Read) -> None:
    links = {"author": [{"href": f"{HOME}/wp-json/wp/v2/users/1"}]}
    found = read({"p.json": [post(12, author=[], _links=links)], "users.json": [user(1, "ann-fox", "Ann Fox")]})
    assert only(found, Post).authors == ("ann-fox",)


def test_a_password_is_seen_and_a_page_knows_its_parent(read: Read) -> None:
    assert only(read({"a.json": [post(12, "", protected=True)]}), Post).has_password
    page = only(read({"a.json": [post(13, type="page", parent=2, menu_order=-1)]}), Page)
    assert (page.parent, page.menu_order) == (2, -1)


MARKS = {
    "more": ("<p>One.</p>\n<!--more-->\n<p>Two.</p>", '<p>One.</p>\n<span id="more-12"></span>\n<p>Two.</p>'),
    "next page": (
        "<p>One.</p>\n<p><!--nextpage--></p>\n<p>Two.</p>",
        '<p>One.</p>\n\n<hr class="page-break" id="page-2" />\n\n<p>Two.</p>',
    ),
}


@pytest.mark.parametrize(("stored", "shown"), MARKS.values(), ids=MARKS.keys())
def test_marks_become_what_readers_saw(read: Read, stored: str, shown: str) -> None:
    assert only(read({"a.json": [post(12, stored)]}), Post).body == shown


LONG = " ".join(f"word{number}" for number in range(80))
EXCERPTS = {
    "written": ("<p>Of shoots.</p>", "<p>Words.</p>", "<p>Of shoots.</p>"),
    "written, with a theme's link": (
        f'<p>Of shoots. <a href="{HOME}/2013/01/19/post-12/">Continue reading <span>&rarr;</span></a></p>',
        "<p>Words.</p>",
        "<p>Of shoots.</p>",
    ),
    "the beginning": ("<p>Words and</p>", "<p>Words <b>and</b> more words.</p>", ""),
    "cut by WordPress": (f"<p>{' '.join(LONG.split()[:55])} [&hellip;]</p>", f"<p>Other {LONG}</p>", ""),
    "without some blocks": (
        "<p>a b c d e f g h</p>",
        "<p>a b c</p><table><tr><td>x</td></tr></table><p>d e f g h i</p>",
        "",
    ),
    "empty": ("", "<p>Words.</p>", ""),
}


@pytest.mark.parametrize(("excerpt", "body", "kept"), EXCERPTS.values(), ids=EXCERPTS.keys())
def test_an_excerpt_that_somebody_wrote_is_kept(read: Read, excerpt: str, body: str, kept: str) -> None:
    assert only(read({"a.json": [post(12, body, excerpt=excerpt)]}), Post).excerpt == kept


def test_what_is_stored_is_rendered_where_nothing_else_is_there(read: Read) -> None:
    stored = only(read({"a.json": [{**post(12), "content": {"raw": "One.\n\nTwo."}}]}), Post)
    assert (stored.body, stored.body_format) == ("One.\n\nTwo.", "wordpress")


def test_a_comment_on_a_post_that_is_not_here_makes_one_of_comments_alone(read: Read) -> None:
    alone = only(read({"c.json": [comment(40, 12), comment(41, 12)]}), Post)
    assert (alone.id, alone.link, alone.is_cut) == (12, f"{HOME}/2013/01/19/post-12/", True)
    assert [one.id for one in alone.comments] == [40, 41]


def test_no_address_of_anybody_is_read(read: Read) -> None:
    said = comment(40, 12, author_name="jo@example.org", author_url="http://jo@example.org")
    other = comment(41, 12, author_url="http://www.gravatar.com/avatar/0123")
    found = read({"a.json": [post(12, password="hunter2"), said, other]})
    assert "@" not in repr(found) and "gravatar" not in repr(found) and "192.0.2.7" not in repr(found)
    assert "hunter2" not in repr(found)
    assert [one.author for one in only(found, Post).comments] == ["Name withheld", "A resident"]


def test_what_is_neither_is_counted(read: Read) -> None:
    strange = [
        post(12, type="jetpack-portfolio"),
        post(13, type="jetpack-portfolio"),
        {"code": "rest_post_invalid_page_number", "message": "No more.", "data": {"status": 400}},
        {"post": {"name": "Posts", "slug": "post", "rest_base": "posts"}},
        term(8, "x", "X", "topics"),
        comment(40, 30),
        comment(41, 12, type="order_note"),
        media(30, "harbour.jpg"),
        media(31, "secret.jpg", status="private"),
        17,
    ]
    found = read({"a.json": [*strange, user(1, "ann-fox", "Ann Fox")]})
    assert [type(item) for item in found[0]] == [Blog, Author, Attachment]
    assert {problem.what for problem in found[1]} == {
        'items of the type "jetpack-portfolio" are neither posts nor pages: left out (2)',
        "answers say that there was nothing to be had (1)",
        "objects are nothing that a blog's readers saw: left out (2)",
        'the taxonomy "topics" is neither categories nor tags: left out (1)',
        "comments on what is neither a post nor a page were left out (1)",
        'comments of the type "order_note" are neither comments nor pings: left out (1)',
        "attachments that are private or in the bin were left out (1)",
    }


def test_a_post_without_its_text_is_one_and_said(read: Read) -> None:
    listed = {name: value for name, value in post(12).items() if name != "content"}
    found = read({"a.json": [listed, user(1, "ann-fox", "Ann Fox")]})
    assert only(found, Post).is_cut
    assert [problem.what for problem in found[1]] == ["posts or pages stand here without their texts (1)"]


MALFORMED = {
    "cut short": ('[\n{"rendered": 1},\n{"rend', 3),
    "a comma too many": ('[\n{"rendered": 1},\n]', 3),
    "a comma missing": ('[\n{"rendered": 1}\n{"rendered": 1}]', 3),
    "no end": ('[\n{"rendered": 1}\n', 3),
    "a page": ('{"rendered": 1}\n<html>', 2),
    "too deep": ('[{"rendered": 1},\n' + "[" * 100_000, 2),
    "too long a number": ('[{"rendered": 1},\n' + "9" * 5000 + "]", 2),
}


@pytest.mark.parametrize(("text", "line"), MALFORMED.values(), ids=MALFORMED.keys())
def test_what_is_no_json_is_refused_with_its_line(read: Read, text: str, line: int) -> None:
    with pytest.raises(SourceError) as caught:
        read({"a.json": text})
    (problem,) = caught.value.problems
    assert problem.path.endswith("in/a.json") and problem.line == line


def test_bytes_that_are_no_text_are_refused_with_their_line(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_bytes(b'[{"rendered": 1},\n"\xff"]')
    with pytest.raises(SourceError, match=r"a\.json:2: holds bytes"):
        list(rest.read(tmp_path, lambda problem: None))


def test_halves_of_letters_and_control_characters_go(read: Read) -> None:
    assert only(read({"a.json": [post(12, "<p>a\ud83db\x00c</p>")]}), Post).body == "<p>abc</p>"


def test_circles_of_categories_are_cut(read: Read) -> None:
    found = read({"a.json": [term(1, "a", "A", parent=2), term(2, "b", "B", parent=1), term(3, "c", "C", parent=9)]})
    assert [(one.slug, one.parent) for one in found[0] if isinstance(one, Term)] == [("a", ""), ("b", ""), ("c", "")]
    assert found[1][0].what.endswith("(3)")


WORDPRESS_COM = {
    "found": 1,
    "posts": [
        {
            "ID": 12,
            "site_ID": 3,
            "author": {
                "ID": 1,
                "login": "ann",
                "email": "secret@example.org",
                "name": "Ann Fox",
                "nice_name": "ann-fox",
            },
            "date": "2013-01-19T10:30:00+01:00",
            "modified": "2013-01-19T10:30:00+01:00",
            "title": "Green &amp; shoots",
            "URL": f"{HOME}/2013/01/19/green/",
            "content": "<p>Words.</p>",
            "excerpt": "<p>Words.</p>",
            "slug": "green",
            "guid": f"{HOME}/?p=12",
            "status": "publish",
            "sticky": False,
            "password": "",
            "parent": False,
            "type": "post",
            "discussion": {"comments_open": True, "comment_count": 1},
            "format": "standard",
            "menu_order": 0,
            "tags": {"Tea": {"ID": 7, "name": "Tea", "slug": "tea", "description": "", "post_count": 1}},
            "categories": {"News": {"ID": 5, "name": "News", "slug": "news", "description": "", "parent": 0}},
            "attachments": {
                "30": {"ID": 30, "URL": f"{HOME}/wp-content/uploads/a.jpg", "mime_type": "image/jpeg", "alt": "A"}
            },
        }
    ],
}
SAID = {
    "found": 1,
    "comments": [
        {
            "ID": 40,
            "post": {"ID": 12, "title": "Green", "type": "post", "link": ""},
            "author": {
                "ID": 0,
                "email": False,
                "name": "A resident",
                "URL": "",
                "avatar_URL": "http://gravatar.example/0",
            },
            "date": "2013-01-20T10:00:00+01:00",
            "URL": f"{HOME}/2013/01/19/green/#comment-40",
            "content": "<p>A comment.</p>",
            "status": "approved",
            "parent": False,
            "type": "comment",
        }
    ],
}


def test_wordpress_coms_own_answers_are_read_too(read: Read) -> None:
    found = read({"p.json": WORDPRESS_COM, "c.json": SAID})
    whole = only(found, Post)
    assert found[1] == []
    assert (whole.id, whole.title, whole.authors, whole.categories, whole.tags) == (
        12,
        "Green &amp; shoots",
        ("ann-fox",),
        ("news",),
        ("tea",),
    )
    assert whole.date == datetime(2013, 1, 19, 10, 30, tzinfo=timezone(timedelta(hours=1)))
    assert whole.date.utcoffset() == timedelta(hours=1)
    assert [(one.id, one.author, one.parent) for one in whole.comments] == [(40, "A resident", None)]
    assert only(found, Attachment).alt == "A"
    assert "@" not in repr(found[0])


def test_the_test_site_is_read_whole(legacy: Path) -> None:
    warnings: list[Problem] = []
    found = list(rest.read(legacy / "wordpress-site/rest", warnings.append))
    assert [problem.what for problem in warnings] == [
        "cut out of texts: comments and their forms (42)",
        "cut out of texts: pictures of people made of their e-mail addresses (125)",
    ]
    assert Counter(type(item).__name__ for item in found) == {
        "Blog": 1,
        "Author": 4,
        "Term": 191,
        "Attachment": 36,
        "Post": 117,
        "Page": 22,
    }
    posts = [item for item in found if isinstance(item, Post)]
    assert sum(len(one.comments) for one in posts) == 27
    assert sum(one.has_password for one in posts) == 1
    assert all(len(one.authors) == 1 for one in posts)
    assert [one.slug for one in posts if one.excerpt] == ["template-excerpt-defined"]


def test_answers_are_imported_as_one_source(tmp_path: Path) -> None:
    content = tmp_path / "content"
    report = run([save(tmp_path / "in", WHOLE)], name="old", content=content)
    assert report.counts()["post"]["written"] == 1 and report.counts()["comment"]["written"] == 2
    assert run([tmp_path / "in"], name="old", content=content).state == "unchanged"
