"""Where files of the old web lie in an archive."""

from __future__ import annotations

import random
import re

import pytest

from sociable.archive.homes import Homes, locate
from sociable.archive.media import is_kept, path_apart, path_of, paths, with_parents
from sociable.model import Attachment

HOMES = Homes.of(["https://blog.example", "https://leeds.wordpress.com"])
UPLOAD = "wp-content/uploads/2013/01/x.jpg"


def place(url: str) -> str:
    located = locate(url)
    assert located is not None
    return path_of(located, HOMES)


PLACES = {
    "its own": (f"http://www.blog.example/{UPLOAD}", UPLOAD),
    "on WordPress.com": ("https://leeds.files.wordpress.com/2013/01/x.jpg?w=300", UPLOAD),
    "through the image service": (f"https://i1.wp.com/blog.example/{UPLOAD}?w=9", UPLOAD),
    "elsewhere": ("http://other.example/a/b.png", "elsewhere/other.example/a/b.png"),
    "another blog of WordPress.com": (
        "https://devon.files.wordpress.com/2013/01/x.jpg",
        f"elsewhere/devon.wordpress.com/{UPLOAD}",
    ),
    "encoded letters": ("http://blog.example/caf%C3%A9.jpg", "café.jpg"),
}


@pytest.mark.parametrize(("url", "expected"), PLACES.values(), ids=PLACES.keys())
def test_a_file_lies_where_its_address_says(url, expected):
    assert place(url) == expected


MARKED = {
    "query": ("http://other.example/image.php?id=3", r"elsewhere/other\.example/image-[0-9a-f]{8}\.php"),
    "parent folders": ("http://blog.example/../../etc/x.jpg", r"etc/x-[0-9a-f]{8}\.jpg"),
    "encoded parent folders": ("http://blog.example/%2e%2e/%2e%2e/x.jpg", r"x-[0-9a-f]{8}\.jpg"),
    "unsafe letters": ("http://blog.example/a b.jpg", r"a-b-[0-9a-f]{8}\.jpg"),
    "reserved by Windows": ("http://blog.example/con.jpg", r"con--[0-9a-f]{8}\.jpg"),
    "a page's name": ("http://blog.example/index.html", r"index--[0-9a-f]{8}\.html"),
    "hidden": ("http://blog.example/.htaccess", r"htaccess-[0-9a-f]{8}"),
    "nothing": ("http://blog.example/", r"file-[0-9a-f]{8}"),
    "long": (f"http://blog.example/{'a' * 400}.jpeg", r"a+-[0-9a-f]{8}-[0-9a-f]{8}\.jpeg"),
}


@pytest.mark.parametrize(("url", "expected"), MARKED.values(), ids=MARKED.keys())
def test_a_path_that_had_to_change_carries_a_digest(url, expected):
    path = place(url)
    assert re.fullmatch(expected, path), path
    assert all(len(part.encode()) < 255 for part in path.split("/"))


def test_different_queries_are_different_files():
    assert place("http://x.example/i?a=1") != place("http://x.example/i?a=2")


def test_deep_folders_are_left_out():
    path = place("http://x.example/" + "a/" * 500 + "x.jpg")
    assert path.count("/") < 15


def attachment(number: int | None, url: str) -> Attachment:
    return Attachment(id=number, url=url)


def test_attachments_whose_names_clash_get_numbers_by_id_whatever_the_order():
    base = "http://blog.example/wp-content/uploads/"
    found = [attachment(3, base + "IMG.jpg"), attachment(1, base + "img.jpg"), attachment(2, base + "Img.JPG")]
    expected = {
        base + "img.jpg": "wp-content/uploads/img.jpg",
        base + "Img.JPG": "wp-content/uploads/Img-2.JPG",
        base + "IMG.jpg": "wp-content/uploads/IMG-3.jpg",
    }
    for _ in range(5):
        random.Random(1).shuffle(found)
        assert paths(found, HOMES) == expected


def test_one_file_under_two_schemes_has_one_path():
    found = [attachment(1, f"http://blog.example/{UPLOAD}"), attachment(2, f"https://blog.example/{UPLOAD}")]
    assert set(paths(found, HOMES).values()) == {UPLOAD}


def test_a_file_never_stands_where_a_folder_must():
    urls = ["http://blog.example/a", "http://blog.example/a/b.jpg", "http://blog.example/A/b.jpg/c.png"]
    for order in (urls, urls[::-1]):
        given = paths([attachment(number, url) for number, url in enumerate(order)], HOMES)
        files = [path.casefold() for path in given.values()]
        assert len(set(files)) == 3
        assert not any(other.startswith(path + "/") for path in files for other in files)


def test_attachments_without_an_address_have_no_path():
    assert paths([attachment(1, ""), attachment(2, "ftp://x/y.jpg")], HOMES) == {}


def test_a_path_apart_is_like_no_other():
    located = locate("http://blog.example/x.jpg")
    assert located is not None
    assert re.fullmatch(r"elsewhere/blog\.example/x-[0-9a-f]{8}\.jpg", path_apart(located))


def test_a_path_and_its_folders():
    assert with_parents("A/b/C.jpg") == ["a/b/c.jpg", "a/b", "a"]


@pytest.mark.parametrize("name", ["x.jpg", "a/b.PDF", "c.mp4"])
def test_files_that_only_hold_something_are_kept(name):
    assert is_kept(name)


@pytest.mark.parametrize("name", ["x.html", "x.svg", "x.js", "x.php", "x.swf", "x", "x.jpg.exe", "jpg"])
def test_files_that_may_do_something_are_not(name):
    assert not is_kept(name)
