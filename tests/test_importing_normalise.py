"""Values as found become values as kept."""

from __future__ import annotations

import pytest

from sociable.importing import normalise
from sociable.importing.normalise import Frame, Names, person, web_address
from sociable.importing.placing import Place
from sociable.model import Attachment, Author, Comment, Page, Post, Source, Term

NAMES = Names(authors={"ann": "ann", "Bob!": "bob"}, categories={"a": "a", "../b": "b"}, tags={"t": "t"})
FRAME = Frame(Place("2013-01-19-x", "2013/01/19/x/", "x"), 12, NAMES, image="http://old.example/x.jpg", parent=2)

ADDRESSES = {
    "https": ("https://example.org/a?b#c", "https://example.org/a?b#c"),
    "spaces": (" http://example.org ", "http://example.org"),
    "user and password": ("https://ann:hush@example.org:8080/x", "https://example.org:8080/x"),
    "script": ("javascript:alert(1)", ""),
    "script in disguise": (" JavaScript:alert(1)", ""),
    "data": ("data:text/html,x", ""),
    "mail": ("mailto:ann@example.org", ""),
    "no host": ("http:///x", ""),
    "words": ("my blog", ""),
    "broken": ("http://[", ""),
    "nothing": ("", ""),
}


@pytest.mark.parametrize(("url", "expected"), ADDRESSES.values(), ids=ADDRESSES.keys())
def test_only_addresses_of_the_web_are_kept(url, expected):
    assert web_address(url) == expected


PEOPLE = {
    "plain": ("Ann  Smith\n", "Ann Smith"),
    "entities": ("Tom &amp; Jerry", "Tom & Jerry"),
    "markup stays text": ("<b>Ann</b>", "<b>Ann</b>"),
    "an address": ("ann@example.org", "ann"),
    "at somewhere": ("ann @ work", "ann @ work"),
}


@pytest.mark.parametrize(("name", "expected"), PEOPLE.values(), ids=PEOPLE.keys())
def test_names_of_people_are_plain_text(name, expected):
    assert person(name) == expected


def test_a_post_is_kept_with_safe_names_and_without_what_only_the_import_needs():
    found = Post(
        id=99,
        title="Tea &amp;\n<em>biscuits</em>",
        body="<p>x</p>",
        slug="..//X",
        link="http://ann:hush@old.example/x/",
        guid="http://old.example/?p=99",
        authors=("Bob!", "ann", "Bob!", "gone"),
        categories=("../b", "gone"),
        tags=("t",),
        excerpt="<p>One.</p><p>Two.</p>",
        format="post-format-quote",
        featured=5,
        old_slugs=("y", "..", "y"),
        comments=(Comment(id=1, author="", body=""),),
        source=Source("x.xml", 3),
    )
    assert normalise.post(found, FRAME, "x") == Post(
        id=12,
        title="Tea & biscuits",
        body="x",
        slug="x",
        link="http://old.example/x/",
        authors=("bob", "ann"),
        categories=("b",),
        tags=("t",),
        excerpt="One. Two.",
        format="quote",
        image="http://old.example/x.jpg",
        path="2013/01/19/x/",
        old_slugs=("y",),
    )


def test_a_page_has_the_parent_of_its_frame():
    kept = normalise.post(Page(id=1, title="", body="", parent=77, menu_order=3), FRAME, "")
    assert isinstance(kept, Page) and (kept.parent, kept.menu_order) == (2, 3)


def test_a_comment_is_kept_without_its_source():
    found = Comment(id=1, author="A &amp; B", body="<p>x</p>", url="javascript:x", user="Bob!", source=Source("x", 1))
    assert normalise.comment(found, NAMES, "x") == Comment(id=1, author="A & B", body="x", user="bob")


def test_terms_and_authors_always_have_a_name():
    assert normalise.author(Author("Bob!", ""), NAMES) == Author("bob", "bob")
    assert normalise.term(Term("category", "../b", "", parent="a"), NAMES) == Term("category", "b", "b", parent="a")
    assert normalise.term(Term("post_tag", "t", "<b>T</b>", description="x\ny"), NAMES).description == "x y"


def test_what_is_said_of_a_file_is_plain_text():
    found = Attachment(
        id=1, url=" http://old.example/x.jpg ", caption="A <em>cup</em>", alt="A cup &amp; tea", link="x"
    )
    kept = normalise.attachment(found, "x.jpg")
    assert (kept.url, kept.caption, kept.alt, kept.link, kept.path) == (
        "http://old.example/x.jpg",
        "A cup",
        "A cup & tea",
        "",
        "x.jpg",
    )
