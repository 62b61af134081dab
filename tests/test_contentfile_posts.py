"""Posts and pages of an archive: any text comes back, ordinary files are readable, and stock Pelican reads them."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sociable.contentfile import dump_post, load_post
from sociable.errors import ContentError
from sociable.model import Page, Post, Source
from tests.awkward import moments, numbers, offset, text_lists, texts

KEPT: dict[str, Any] = {
    "id": numbers,
    "title": texts,
    "body": texts,
    "slug": texts,
    "link": texts,
    "date": moments,
    "modified": moments,
    "authors": text_lists,
    "categories": text_lists,
    "tags": text_lists,
    "principles": text_lists,
    "organisations": text_lists,
    "excerpt": texts,
    "sticky": st.booleans(),
    "format": texts,
    "image": texts,
    "path": texts,
    "old_slugs": text_lists,
    "comments_open": st.booleans(),
    "status": texts.filter(bool),
    "has_password": st.booleans(),
    "source": st.just(Source("data/posts/x.md")),
}
posts = st.builds(Post, **KEPT)
pages = st.builds(Page, **KEPT, parent=numbers, menu_order=st.integers(-5, 5))

POST = Post(
    id=74,
    title="Green shoots: “hope” & more",
    body="First paragraph.\n\nStatus: published",
    slug="green-shoots",
    link="https://blog.example/2013/01/19/green-shoots/",
    date=datetime.fromisoformat("2013-01-19T17:23:27-07:00"),
    authors=("jane-smith", "li"),
    categories=("news", "the-web"),
    tags=("open-data", "c"),
    path="2013/01/19/green-shoots/",
    excerpt="One, two; three.",
    comments_open=True,
)
WRITTEN = """\
Title: Green shoots: “hope” & more
Date: 2013-01-19T17:23:27-07:00
Id: 74
Slug: green-shoots
Path: 2013/01/19/green-shoots/
Authors: jane-smith; li;
Categories: news; the-web;
Tags: open-data, c
Source: https://blog.example/2013/01/19/green-shoots/
Summary: One, two; three.
Comments: open

First paragraph.

Status: published
"""


@given(st.one_of(posts, pages))
def test_any_post_or_page_comes_back_the_same(post: Post) -> None:
    back = load_post(dump_post(post), post.source.path)
    assert back == post
    assert type(back) is type(post)
    assert (offset(back.date), offset(back.modified)) == (offset(post.date), offset(post.modified))


@given(posts)
def test_what_is_written_is_utf_8_that_ends_with_a_newline(post: Post) -> None:
    text = dump_post(post)
    assert text.encode().decode() == text
    assert text.endswith("\n")


def test_what_utf_8_cannot_hold_is_replaced_and_nothing_else_is_lost() -> None:
    broken = Post(id=1, title="a\ud83d", body="b\udfff\x00", tags=("\ud800", "c"), authors=("\udc00;",))
    text = dump_post(broken).encode().decode()
    assert load_post(text, "") == Post(
        id=1, title="a\ufffd", body="b\ufffd\x00", tags=("\ufffd", "c"), authors=("\ufffd;",)
    )


def test_an_ordinary_post_is_written_readably_and_in_order() -> None:
    assert dump_post(POST) == WRITTEN


def test_a_page_says_so_and_knows_its_place() -> None:
    page = Page(id=2, title="About", body="Us", parent=1, menu_order=3)
    assert dump_post(page) == "Title: About\nId: 2\nType: page\nParent: 1\nOrder: 3\n\nUs\n"


def test_a_post_with_nothing_in_it_is_kept() -> None:
    empty = Post(id=None, title="", body="")
    assert load_post(dump_post(empty), "") == empty


def test_comments_and_what_only_the_import_needs_are_not_written() -> None:
    assert dump_post(replace(POST, guid="?p=74", featured=9, source=Source("export.xml", 12, "wxr"))) == WRITTEN


def test_a_post_that_is_not_public_says_so() -> None:
    text = dump_post(Post(id=1, title="Secret", body="x", status="private", has_password=True))
    assert text == "Title: Secret\nId: 1\nStatus: private\nProtected: yes\n\nx\n"


def test_every_problem_of_a_file_comes_at_once_with_line_and_mend() -> None:
    text = "Titel: x\nDate: 2013-01-19\nId: seven\nSlug: a\nSlug: b\nSticky: perhaps\nstray\nOrder: 2\nComments: opn\n\nBody\n"
    with pytest.raises(ContentError) as caught:
        load_post(text, "data/posts/x.md")
    found = {problem.line: (problem.what, problem.mend) for problem in caught.value.problems}
    assert sorted(found) == [1, 2, 3, 5, 6, 7, 8, 9]
    assert found[1][0] == 'unknown header "Titel"; did you mean "Title"?'
    assert found[2] == ('the date "2013-01-19" has no offset', "Write it as 2026-11-21T09:30:00+00:00.")
    assert found[3] == ('"seven" is no number', "Write it in digits.")
    assert found[5][1] == "Keep one of the two; the first is on line 4."
    assert found[6] == ('unknown value "perhaps"', "Write one of: yes, no.")
    assert found[8] == ("`Order` belongs to pages", "Add `Type: page`, or take it out.")
    assert found[9][0] == 'unknown value "opn"; did you mean "open"?'
    assert all(problem.path == "data/posts/x.md" and problem.mend for problem in caught.value.problems)


def test_keys_are_known_in_any_case_and_empty_headers_count_as_not_there() -> None:
    assert load_post("TITLE: x\nid:\n\nBody\n", "") == Post(id=None, title="x", body="Body")


@pytest.fixture(scope="module")
def pelican_reader() -> Any:
    from pelican.readers import MarkdownReader
    from pelican.settings import read_settings

    return MarkdownReader(read_settings())


@pytest.mark.parametrize(
    ("title", "read"),
    [
        ("Green shoots: “hope” & more", "Green shoots: “hope” & more"),
        ("Status: published", "Status: published"),
        ("--- a fence", "--- a fence"),
        ("two\nlines", "two\\u{a}lines"),
        ("a\u2028b", "a\\u{2028}b"),
    ],
    ids=["ordinary", "like a header", "like a fence", "newline", "line separator"],
)
def test_stock_pelican_reads_title_date_tags_and_authors(
    tmp_path: Path, pelican_reader: Any, title: str, read: str
) -> None:
    file = tmp_path / "x.md"
    file.write_text(dump_post(replace(POST, title=title, tags=("a; b", "c"))), encoding="utf-8", newline="")
    content, metadata = pelican_reader.read(str(file))
    assert metadata["title"] == read
    assert metadata["date"].isoformat() == "2013-01-19T17:23:27-07:00"
    assert [tag.name for tag in metadata["tags"]] == ["a\\u{3b} b", "c"]
    assert [author.name for author in metadata["authors"]] == ["jane-smith", "li"]
    assert "status" not in metadata
    assert content == "<p>First paragraph.</p>\n<p>Status: published</p>"
