"""Every form of link of the old blog, and where it leads in the archive."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from sociable.archive.addresses import (
    GONE,
    AddressBook,
    Target,
    category_path,
    is_listing,
    listings,
    month_path,
    tag_path,
)
from sociable.archive.folder import Archive
from sociable.model import About, Attachment, Author, Comment, Page, Post, Term

HOME = "http://blog.example"
UPLOADS = f"{HOME}/wp-content/uploads/2013/01"

GREEN = Post(
    id=12,
    title="Green shoots",
    body="",
    slug="green-shoots",
    link=f"{HOME}/2013/01/19/green-shoots/",
    path="2013/01/19/green-shoots/",
    date=datetime(2013, 1, 19, tzinfo=UTC),
    authors=("ann",),
    categories=("child",),
    tags=("tea",),
    old_slugs=("first-shoots",),
    comments=(Comment(id=7, author="A", body=""),),
)
RED = replace(
    GREEN,
    id=13,
    slug="red",
    link=f"{HOME}/2013/02/01/red/",
    path="2013/02/01/red/",
    date=datetime(2013, 2, 1, tzinfo=UTC),
    old_slugs=(),
    comments=(Comment(id=8, author="B", body=""),),
)
ABOUT_PAGE = Page(id=2, title="About", body="", slug="about", link=f"{HOME}/about/", path="about/")
FRONT = Page(id=3, title="Front", body="", slug="front", link=f"{HOME}/", path="front/")
TERMS = (
    Term("category", "parent", "Parent"),
    Term("category", "child", "Child", parent="parent", number=4),
    Term("category", "empty", "Empty", number=5),
    Term("post_tag", "tea", "Tea", number=6),
)
PICTURE = Attachment(
    id=20,
    url=f"{UPLOADS}/photo.jpg",
    link=f"{HOME}/2013/01/19/green-shoots/photo/",
    path="wp-content/uploads/2013/01/photo.jpg",
    slug="photo-2",
)
LOST = replace(
    PICTURE,
    id=21,
    url=f"{UPLOADS}/lost.jpg",
    link=f"{HOME}/2013/01/19/green-shoots/lost/",
    path="wp-content/uploads/2013/01/lost.jpg",
    slug="lost",
    parent=12,
)
COPIES = ("copied-150x150.jpg", "copied-1024x768.jpg", "copied-300x200.jpg", "big-scaled.jpg")
ARCHIVE = Archive(
    name="old",
    about=About("Old", url=HOME),
    authors=(Author("ann", "Ann", number=1), Author("bob", "Bob", number=2)),
    terms=TERMS,
    media=(PICTURE, LOST),
    posts=(GREEN, RED),
    pages=(ABOUT_PAGE, FRONT),
    files=frozenset({PICTURE.path, "demos/tool.zip", *(f"wp-content/uploads/2013/01/{name}" for name in COPIES)}),
)
BOOK = AddressBook(ARCHIVE)

PAGE_OF_GREEN = Target("page", GREEN.path)
FILE = Target("file", PICTURE.path)

LINKS = {
    "absolute": (f"{HOME}/2013/01/19/green-shoots/", PAGE_OF_GREEN),
    "https and www": ("https://www.blog.example/2013/01/19/green-shoots/", PAGE_OF_GREEN),
    "no last slash": (f"{HOME}/2013/01/19/green-shoots", PAGE_OF_GREEN),
    "case": (f"{HOME}/2013/01/19/Green-Shoots/", PAGE_OF_GREEN),
    "protocol-relative": ("//blog.example/2013/01/19/green-shoots/", PAGE_OF_GREEN),
    "root-relative": ("/2013/01/19/green-shoots/", PAGE_OF_GREEN),
    "relative": ("../../../01/19/green-shoots/", PAGE_OF_GREEN),
    "front controller": (f"{HOME}/index.php/2013/01/19/green-shoots/", PAGE_OF_GREEN),
    "number": (f"{HOME}/?p=12", PAGE_OF_GREEN),
    "number, the long way": (f"{HOME}/index.php?p=12", PAGE_OF_GREEN),
    "number of a page": (f"{HOME}/?page_id=2", Target("page", "about/")),
    "number of what is gone": (f"{HOME}/?p=99", GONE),
    "number of an attachment": (f"{HOME}/?attachment_id=20", FILE),
    "comment": (f"{HOME}/2013/01/19/green-shoots/#comment-7", Target("page", GREEN.path + "#comment-7")),
    "comment on a comment page": (
        f"{HOME}/2013/01/19/green-shoots/comment-page-2/#comment-7",
        Target("page", GREEN.path + "#comment-7"),
    ),
    "comment by number": (f"{HOME}/?p=12#comment-7", Target("page", GREEN.path + "#comment-7")),
    "comment that stands elsewhere": (
        f"{HOME}/2013/01/19/green-shoots/#comment-8",
        Target("page", RED.path + "#comment-8"),
    ),
    "comment that is gone": (f"{HOME}/2013/01/19/green-shoots/#comment-999", PAGE_OF_GREEN),
    "answer to a comment": (
        f"{HOME}/2013/01/19/green-shoots/?replytocom=7#respond",
        Target("page", GREEN.path + "#comment-7"),
    ),
    "place in a page": (f"{HOME}/2013/01/19/green-shoots/#part", Target("page", GREEN.path + "#part")),
    "place in this page": ("#part", Target("page", RED.path + "#part")),
    "this page": ("", Target("page", RED.path)),
    "old slug": (f"{HOME}/2013/01/19/first-shoots/", PAGE_OF_GREEN),
    "wrong day": (f"{HOME}/2013/01/18/green-shoots/", PAGE_OF_GREEN),
    "slug alone": (f"{HOME}/green-shoots/", PAGE_OF_GREEN),
    "a post's feed": (f"{HOME}/2013/01/19/green-shoots/feed/", PAGE_OF_GREEN),
    "a page of its text": (f"{HOME}/2013/01/19/green-shoots/2/", PAGE_OF_GREEN),
    "attachment page": (f"{HOME}/2013/01/19/green-shoots/photo/", FILE),
    "attachment page of another form": (f"{HOME}/2013/01/19/green-shoots/attachment/photo-2/", FILE),
    "attachment by name": (f"{HOME}/?attachment=photo-2", FILE),
    "attachment page of a file that is lost": (f"{HOME}/2013/01/19/green-shoots/lost/", PAGE_OF_GREEN),
    "attachment of a lost file by number": (f"{HOME}/?attachment_id=21", PAGE_OF_GREEN),
    "attachment page that no source tells of": (f"{HOME}/2013/01/19/green-shoots/other/#x", PAGE_OF_GREEN),
    "the same, relative to the host": ("/2013/01/19/green-shoots/attachment/other/", PAGE_OF_GREEN),
    "a word that is no address": ("other", GONE),
    "a host without its protocol": (f"{HOME}/2013/01/19/green-shoots/www.example.org", GONE),
    "below a page": (f"{HOME}/about/other/", GONE),
    "a lost file": (f"{UPLOADS}/lost.jpg", Target("file", LOST.path)),
    "a file of which a copy is there": (
        f"{UPLOADS}/copied.jpg",
        Target("file", "wp-content/uploads/2013/01/copied-1024x768.jpg"),
    ),
    "file": (f"{UPLOADS}/photo.jpg", FILE),
    "file, resized": (f"{UPLOADS}/photo-300x200.jpg", FILE),
    "file that no list has": (f"{UPLOADS}/other.pdf", Target("file", "wp-content/uploads/2013/01/other.pdf")),
    "file beside the blog": (f"{HOME}/demos/tool.zip", Target("file", "demos/tool.zip")),
    "file beside the blog, gone": (f"{HOME}/demos/other.zip", GONE),
    "home": (HOME, Target("listing")),
    "home with slash": (f"{HOME}/", Target("listing")),
    "page of the home": (f"{HOME}/page/2/", Target("listing")),
    "feed": (f"{HOME}/feed/", Target("listing", "feed.atom")),
    "feed by argument": (f"{HOME}/?feed=rss2", Target("listing", "feed.atom")),
    "feed of a category": (f"{HOME}/category/parent/child/feed/", Target("listing", "category/parent/child/feed.atom")),
    "category": (f"{HOME}/category/parent/child/", Target("listing", "category/parent/child/")),
    "category without those above": (f"{HOME}/category/child/", Target("listing", "category/parent/child/")),
    "category under another": (f"{HOME}/category/other/child/", Target("listing", "category/parent/child/")),
    "category of its children": (f"{HOME}/category/parent/", Target("listing", "category/parent/")),
    "category without posts": (f"{HOME}/category/empty/", GONE),
    "category by name": (f"{HOME}/?category_name=child", Target("listing", "category/parent/child/")),
    "category by number": (f"{HOME}/?cat=4", Target("listing", "category/parent/child/")),
    "category without posts, by number": (f"{HOME}/?cat=5", GONE),
    "a number that no source gave": (f"{HOME}/?cat=3", GONE),
    "a tag's number for a category's": (f"{HOME}/?cat=6", GONE),
    "tag by number": (f"{HOME}/?tag_id=6", Target("listing", "tag/tea/")),
    "category below the posts' own beginning": (
        f"{HOME}/archives/category/child/",
        Target("listing", "category/parent/child/"),
    ),
    "day in parts": (f"{HOME}/?year=2013&monthnum=2&day=1", Target("listing", "2013/02/01/")),
    "tag": (f"{HOME}/tag/tea/", Target("listing", "tag/tea/")),
    "tag by name": (f"{HOME}/?tag=tea", Target("listing", "tag/tea/")),
    "author": (f"{HOME}/author/ann/", Target("listing", "author/ann/")),
    "author by number": (f"{HOME}/?author=1", Target("listing", "author/ann/")),
    "author without posts, by number": (f"{HOME}/?author=2", GONE),
    "year": (f"{HOME}/2013/", Target("listing", "2013/")),
    "month": (f"{HOME}/2013/01/", Target("listing", "2013/01/")),
    "month by argument": (f"{HOME}/?m=201301", Target("listing", "2013/01/")),
    "month with nothing": (f"{HOME}/2014/01/", GONE),
    "day": (f"{HOME}/2013/02/01/", Target("listing", "2013/02/01/")),
    "feed of a month": (f"{HOME}/2013/01/feed/", Target("listing", "2013/01/")),
    "page": (f"{HOME}/about/", Target("page", "about/")),
    "search": (f"{HOME}/?s=tea", GONE),
    "administration": (f"{HOME}/wp-admin/post.php?post=12", GONE),
    "nothing there": (f"{HOME}/nothing/here/", GONE),
    "another host": ("http://other.example/2013/01/19/green-shoots/", None),
    "mail": ("mailto:a@blog.example", None),
    "script": ("javascript:alert(1)", None),
    "broken": ("http://[", None),
}


@pytest.mark.parametrize(("href", "expected"), LINKS.values(), ids=LINKS.keys())
def test_a_link_leads_where_it_led(href, expected):
    assert BOOK.resolve(href, RED) == expected


def test_the_home_that_links_show_counts_where_the_archive_was_given_another():
    book = AddressBook(replace(ARCHIVE, about=About("Old", url="https://new.example/blog")))
    for href in (f"{HOME}/?p=12", "https://new.example/blog/2013/01/19/green-shoots/"):
        assert book.resolve(href, RED) == PAGE_OF_GREEN


def test_the_addresses_that_a_blog_had_before_count_as_its_own():
    book = AddressBook(replace(ARCHIVE, about=About("Old", url=HOME, former=("https://older.example/blog",))))
    assert book.resolve("http://www.older.example/blog/?p=12", RED) == PAGE_OF_GREEN
    assert book.resolve("http://older.example/other/?p=12", RED) is None


def test_a_blog_on_wordpress_com_has_a_second_address():
    picture = replace(PICTURE, url="https://leeds.files.wordpress.com/2013/01/photo.jpg")
    book = AddressBook(replace(ARCHIVE, media=(picture,)))
    assert book.resolve("https://leeds.wordpress.com/2013/01/19/green-shoots/", RED) == PAGE_OF_GREEN


def test_a_blog_below_a_path_leaves_its_host_alone():
    posts = tuple(replace(post, link=post.link.replace(HOME, f"{HOME}/blog")) for post in (GREEN, RED))
    book = AddressBook(replace(ARCHIVE, about=About("Old", url=f"{HOME}/blog"), posts=posts, pages=(), media=()))
    assert book.resolve(f"{HOME}/blog/2013/01/19/green-shoots/", RED) == PAGE_OF_GREEN
    assert book.resolve("/blog/2013/01/19/green-shoots/", RED) == PAGE_OF_GREEN
    assert book.resolve(f"{HOME}/2013/01/19/green-shoots/", RED) is None


def test_a_slug_that_two_posts_have_leads_nowhere():
    twin = replace(RED, slug="green-shoots")
    book = AddressBook(replace(ARCHIVE, posts=(GREEN, twin)))
    assert book.resolve(f"{HOME}/green-shoots/", RED) == GONE


def test_the_path_that_a_page_had_to_leave_still_leads_to_it():
    page = replace(ABOUT_PAGE, link=f"{HOME}/category/", path="category-2/")
    book = AddressBook(replace(ARCHIVE, pages=(page,)))
    assert book.resolve(f"{HOME}/category/", RED) == Target("page", "category-2/")


def test_a_file_is_answered_with_what_is_there():
    assert BOOK.media_path(f"{UPLOADS}/photo-300x200.jpg?w=300") == PICTURE.path
    assert BOOK.media_path(f"{UPLOADS}/photo-300x200.jpg") == PICTURE.path
    assert BOOK.media_path(f"{UPLOADS}/copied-300x200.jpg") == "wp-content/uploads/2013/01/copied-300x200.jpg"
    assert BOOK.media_path(f"{UPLOADS}/copied-640x480.jpg") == "wp-content/uploads/2013/01/copied-1024x768.jpg"
    assert BOOK.media_path(f"{UPLOADS}/copied.jpg") == "wp-content/uploads/2013/01/copied-1024x768.jpg"
    assert BOOK.media_path(f"{UPLOADS}/copied.png") == "wp-content/uploads/2013/01/copied.png"
    assert BOOK.media_path(f"{UPLOADS}/big.jpg") == "wp-content/uploads/2013/01/big-scaled.jpg"
    assert BOOK.media_path(f"{UPLOADS}/big-300x200.jpg") == "wp-content/uploads/2013/01/big-scaled.jpg"
    assert BOOK.media_path("http://other.example/x.png") == "elsewhere/other.example/x.png"
    assert BOOK.media_path("/wp-content/uploads/2013/01/photo.jpg") == PICTURE.path
    assert BOOK.media_path("x.jpg", GREEN) == "2013/01/19/green-shoots/x.jpg"
    assert BOOK.media_path("data:image/gif;base64,x") == ""


def test_a_file_never_stands_where_a_post_is():
    assert BOOK.media_path(f"{HOME}/2013/01/19/green-shoots").startswith("elsewhere/blog.example/")
    assert BOOK.media_path(f"{HOME}/2013").startswith("elsewhere/blog.example/")
    assert BOOK.media_path(f"{HOME}/2013/01/19/x.jpg") == "2013/01/19/x.jpg"


def test_listings_are_those_that_hold_posts():
    undated = replace(RED, date=None, authors=("bob",))
    assert listings(replace(ARCHIVE, posts=(GREEN, undated))) == {
        "", "undated/", "2013/", "2013/01/", "2013/01/19/", "tag/tea/", "author/ann/", "author/bob/",
        "category/parent/", "category/parent/child/",
    }  # fmt: skip


def test_categories_in_a_circle_have_a_path():
    one, other = Term("category", "a", "A", parent="b"), Term("category", "b", "B", parent="a")
    assert category_path(one, {"a": one, "b": other}) == "category/b/a/"


def test_paths_of_listings():
    assert tag_path(TERMS[3]) == "tag/tea/"
    assert month_path(datetime(813, 2, 1, tzinfo=UTC)) == "0813/02/"


RESERVED = ["", "/", "category/", "Category/x/", "tag/x", "author/ann", "page/2", "2013/", "2013/01", "2013/01/19/",
            "2013/page/2", "undated/x", "elsewhere/x", "wp-content/x", "feed"]  # fmt: skip


@pytest.mark.parametrize("path", RESERVED)
def test_paths_of_listings_are_not_for_posts(path):
    assert is_listing(path)


@pytest.mark.parametrize("path", ["about", "2013/01/19/x", "20134", "news/category", "2013/x", "pages/2", "x/page/2"])
def test_other_paths_are(path):
    assert not is_listing(path)
