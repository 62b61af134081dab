"""What an address of a WordPress blog may ask for."""

from __future__ import annotations

import pytest

from sociable.archive.homes import Located
from sociable.archive.links import owner_of, readings

CASES = {
    "a post": ("2013/01/19/green/", "", ["path 2013/01/19/green", "slug green"]),
    "case and encoding": ("2013/Caf%C3%A9", "", ["path 2013/café", "slug café"]),
    "front controller": ("index.php/2013/x/", "", ["path 2013/x", "slug x"]),
    "number": ("", "p=12", ["id 12"]),
    "number after the front controller": ("index.php", "p=012&preview=true", ["id 12"]),
    "page number": ("", "page_id=7", ["id 7"]),
    "attachment number": ("", "attachment_id=9", ["id 9"]),
    "month": ("", "m=201301", ["path 2013/01"]),
    "day": ("", "m=20130119", ["path 2013/01/19"]),
    "year": ("", "m=2013", ["path 2013"]),
    "tag": ("", "tag=Green-Tea", ["path tag/green-tea"]),
    "category": ("", "category_name=a/b", ["path category/a/b"]),
    "author": ("", "author_name=ann", ["path author/ann"]),
    "name": ("", "name=green", ["path green", "slug green"]),
    "the blog's feed": ("", "feed=rss2", ["feed "]),
    "search": ("", "s=tea", []),
    "category by number": ("", "cat=3", ["category 3"]),
    "several categories": ("", "cat=3,-4", []),
    "tag by number": ("", "tag_id=5", ["post_tag 5"]),
    "author by number": ("", "author=2&paged=3", ["author 2"]),
    "an attachment by name": ("", "attachment=Photo", ["path photo", "slug photo"]),
    "a day in parts": ("", "year=2013&monthnum=1&day=9", ["path 2013/01/09"]),
    "a month in parts": ("", "year=2013&monthnum=1", ["path 2013/01"]),
    "a listing below the posts' own beginning": (
        "archives/category/News/",
        "",
        ["path archives/category/news", "path category/news", "slug news"],
    ),
    "a month below it": ("blog/2013/01/", "", ["path blog/2013/01", "path 2013/01", "slug 01"]),
    "a month where posts have numbers": (
        "archives/date/2013/01/",
        "",
        ["path archives/date/2013/01", "path 2013/01", "slug 01"],
    ),
    "a month after date": (
        "date/2013/01/page/2",
        "",
        ["path date/2013/01/page/2", "path date/2013/01", "path 2013/01/page/2", "path 2013/01", "slug 01"],
    ),
    "a number that is none": ("", "p=x", ["path ", "slug "]),
    "other arguments": ("x/", "utm_source=mail&share=1", ["path x", "slug x"]),
    "a post's feed": ("2013/x/feed/", "", ["path 2013/x/feed", "feed 2013/x", "path 2013/x", "slug x"]),
    "feed of a kind": ("feed/rss2", "", ["path feed/rss2", "feed ", "path ", "slug "]),
    "comment page": ("2013/x/comment-page-2/", "", ["path 2013/x/comment-page-2", "path 2013/x", "slug x"]),
    "page of a listing": ("tag/x/page/3/", "", ["path tag/x/page/3", "path tag/x", "slug x"]),
    "page of a text": ("2013/x/2/", "", ["path 2013/x/2", "path 2013/x", "slug x"]),
    "trackback": ("x/trackback/", "", ["path x/trackback", "path x", "slug x"]),
    "several tails": ("x/amp/feed/", "", ["path x/amp/feed", "feed x/amp", "path x/amp", "path x", "slug x"]),
    "the system's own": ("wp-login.php", "", []),
    "administration": ("wp-admin/post.php", "post=12", []),
}


@pytest.mark.parametrize(("path", "query", "expected"), CASES.values(), ids=CASES.keys())
def test_an_address_is_read_the_likeliest_way_first(path, query, expected):
    assert [f"{each.asks} {each.value}" for each in readings(Located("blog.example", path, query))] == expected


def test_a_number_too_long_to_be_one_is_none():
    assert [each.asks for each in readings(Located("blog.example", "", f"p={'9' * 5000}"))] == ["path", "slug"]


def test_tails_without_end_come_to_one():
    assert len(list(readings(Located("blog.example", "x" + "/feed/1" * 50_000)))) < 12


@pytest.mark.parametrize(
    ("key", "owner"),
    [
        ("2013/01/19/green/photo", "2013/01/19/green"),
        ("2013/01/19/green/attachment/photo", "2013/01/19/green"),
        ("2013/01/19/green/www.example.org", ""),
        ("2013/01/19/green/x.jpg", ""),
        ("green", ""),
        ("", ""),
    ],
)
def test_the_page_of_an_attachment_is_below_its_posts(key, owner):
    assert owner_of(key) == owner
