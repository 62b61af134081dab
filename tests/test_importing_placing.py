"""Names of files and paths, from links, dates, parents and what is left when there are none."""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Sequence
from datetime import UTC, datetime

import pytest

from sociable.archive.homes import Homes
from sociable.importing.merging import merge
from sociable.importing.placing import Place, place, safe_names
from sociable.importing.stubs import stub
from sociable.model import Page, Post

HOME = "http://old.example/blog"
HOMES = Homes.of([HOME])
DAY = datetime(2013, 1, 19, 9, 30, tzinfo=UTC)


def post(number: int | None, slug: str = "", link: str = "", **more: object) -> Post:
    return Post(**{"id": number, "title": "", "body": str(number), "slug": slug, "link": link, "date": DAY, **more})


def page(number: int, slug: str = "", link: str = "", **more: object) -> Page:
    return Page(**{"id": number, "title": "", "body": "", "slug": slug, "link": link, **more})


def placed(posts: Sequence[Post]) -> dict[int | None, Place]:
    entries = merge([stub(one, number) for number, one in enumerate(posts)])
    places = place(entries, HOMES)
    return {entry.stub.id: places[entry.key] for entry in entries}


def only(one: Post) -> Place:
    (found,) = placed([one]).values()
    return found


PATHS = {
    "its link": (post(1, "green", f"{HOME}/2013/01/19/green/"), "2013/01/19/green/"),
    "its link, whatever the slug": (post(1, "green", f"{HOME}/a/b/"), "a/b/"),
    "its link on www": (post(1, "green", "https://www.old.example/blog/x"), "x/"),
    "front controller": (post(1, "green", f"{HOME}/index.php/2013/green/"), "2013/green/"),
    "encoded": (post(1, "green", f"{HOME}/caf%C3%A9/"), "café/"),
    "file name": (post(1, "green", f"{HOME}/2013/01/green.html"), "2013/01/green.html/"),
    "plain link": (post(12, "green", f"{HOME}/?p=12"), "2013/01/19/green/"),
    "another host": (post(1, "green", "http://elsewhere.example/x/"), "2013/01/19/green/"),
    "beside the blog": (post(1, "green", "http://old.example/green/"), "2013/01/19/green/"),
    "no link": (post(1, "green"), "2013/01/19/green/"),
    "parent folders": (post(1, "green", f"{HOME}/../../etc/"), "2013/01/19/green/"),
    "undated": (post(1, "green", date=None), "undated/green/"),
    "undated, with a link": (post(1, "green", f"{HOME}/2013/01/19/green/", date=None), "2013/01/19/green/"),
    "no slug": (post(1, title="It’s <b>green</b>"), "2013/01/19/its-green/"),
    "nothing at all": (post(7), "2013/01/19/post-7/"),
    "not even a number": (post(None), "2013/01/19/post/"),
    "year 1": (post(1, "green", date=datetime(1, 1, 2, tzinfo=UTC)), "0001/01/02/green/"),
    "a listing's path": (post(1, "x", f"{HOME}/category/news/"), "category-2/news/"),
    "a month's path": (post(1, "x", f"{HOME}/2013/01/"), "2013-2/01/"),
    "the home": (page(1, "front", f"{HOME}/"), "front/"),
    "a page called tag": (page(1, "tag"), "tag-2/"),
    "unsafe slug": (post(1, "../../x"), "2013/01/19/x/"),
    "a server's file": (page(1, "index.html"), "index-.html/"),
}


@pytest.mark.parametrize(("one", "path"), PATHS.values(), ids=PATHS.keys())
def test_a_post_goes_where_it_was_or_where_it_would_have_been(one, path):
    assert only(one).path == path


NAMES = {
    "post": (post(1, "green"), "2013-01-19-green"),
    "undated": (post(1, "green", date=None), "undated-green"),
    "page": (page(1, "about", f"{HOME}/about/team/"), "about-team"),
    "reserved": (page(1, "con"), "con-"),
    "hidden": (page(1, ".htaccess"), "htaccess"),
    "shell": (post(1, "$(touch x)"), "2013-01-19-touch-x"),
    "encoded slug": (post(1, "%ce%b1"), "2013-01-19-α"),
}


@pytest.mark.parametrize(("one", "name"), NAMES.values(), ids=NAMES.keys())
def test_a_files_name_says_the_day_and_the_slug(one, name):
    assert only(one).stem == name


def test_the_day_is_the_old_blogs_own():
    late = datetime.fromisoformat("2013-01-19T23:30:00-08:00")
    assert only(post(1, "green", date=late)).path == "2013/01/19/green/"


def test_names_are_short_and_stay_different():
    found = placed([post(1, "a" * 300), post(2, "a" * 299 + "b")])
    stems = {one.stem for one in found.values()}
    assert len(stems) == 2 and all(len(stem) <= 88 for stem in stems)


def test_what_a_file_system_takes_for_one_gets_numbers_by_id_whatever_the_order():
    slugs = ["Café", "café", unicodedata.normalize("NFD", "café"), "CAFÉ"]
    posts = [post(number, slug) for number, slug in enumerate(slugs, 1)]
    expected = placed(posts)
    assert [one.stem for one in expected.values()] == [
        "2013-01-19-Café",
        "2013-01-19-café-2",
        "2013-01-19-café-3",
        "2013-01-19-CAFÉ-4",
    ]
    assert len({one.path.casefold() for one in expected.values()}) == 4
    for seed in range(4):
        random.Random(seed).shuffle(posts)
        assert placed(posts) == expected


def test_two_posts_with_one_link_keep_apart():
    found = placed([post(2, "b", f"{HOME}/x/"), post(1, "a", f"{HOME}/X/")])
    assert (found[1].path, found[2].path) == ("X/", "x-2/")


def test_a_link_goes_before_a_guess():
    found = placed([post(1, "green"), post(2, "other", f"{HOME}/2013/01/19/green/")])
    assert (found[1].path, found[2].path) == ("2013/01/19/green-2/", "2013/01/19/green/")


PATTERNS = {
    "month": ("2013/01/{slug}/", "2013/01/lost/"),
    "slug": ("{slug}/", "lost/"),
    "number": ("archives/{number}/", "archives/9/"),
    "none that is known": ("x/{slug}/y/", "2013/01/19/lost/"),
}


@pytest.mark.parametrize(("pattern", "expected"), PATTERNS.values(), ids=PATTERNS.keys())
def test_a_post_without_a_link_goes_where_most_of_its_blog_are(pattern, expected):
    others = [post(n, f"s{n}", f"{HOME}/" + pattern.format(slug=f"s{n}", number=n)) for n in (1, 2, 3)]
    assert placed([*others, post(9, "lost", f"{HOME}/?p=9")])[9].path == expected


def test_pages_stand_below_their_parents():
    found = placed(
        [
            page(1, "about"),
            page(2, "team", parent=1),
            page(3, "ann", parent=2),
            page(4, "moved", f"{HOME}/elsewhere-now/"),
            page(5, "child", parent=4),
            page(6, "orphan", parent=99),
        ]
    )
    assert [found[number].path for number in (2, 3, 5, 6)] == [
        "about/team/",
        "about/team/ann/",
        "elsewhere-now/child/",
        "orphan/",
    ]


def test_pages_whose_parents_go_round_or_on_for_ever_have_a_path():
    circle = placed([page(1, "a", parent=2), page(2, "b", parent=1), page(3, "c", parent=3)])
    assert (circle[1].path, circle[3].path) == ("b/a/", "c/")
    chain = placed([page(number, f"p{number}", parent=number - 1) for number in range(1, 2000)])
    assert all(one.path.count("/") <= 10 for one in chain.values())


def test_a_post_and_a_page_never_share_a_file_name():
    found = placed([post(2, "green"), page(1, "2013-01-19-green")])
    assert (found[2].stem, found[1].stem) == ("2013-01-19-green", "2013-01-19-green-2")


def test_names_of_terms_are_safe_and_their_own():
    found = safe_names(
        [("../x", "X"), ("page", "Page"), ("%e2%82%ac", "Euro"), ("", "No slug"), ("Tea", ""), ("tea", "")]
    )
    assert found == {
        "../x": "x",
        "page": "page-2",
        "%e2%82%ac": "€",
        "": "no-slug",
        "Tea": "Tea",
        "tea": "tea-2",
    }
