"""Which addresses belong to a blog."""

from __future__ import annotations

import pytest

from sociable.archive.homes import Homes, direct, files_host, locate

SAME = {
    "as it is": "https://blog.example/2013/x/",
    "http": "http://blog.example/2013/x/",
    "www": "https://www.blog.example/2013/x/",
    "port": "http://blog.example:80/2013/x/",
    "upper case host": "HTTPS://BLOG.EXAMPLE/2013/x/",
    "spaces around": "  https://blog.example/2013/x/\n",
    "user": "https://somebody:secret@blog.example/2013/x/",
    "root-relative": "/2013/x/",
    "protocol-relative": "//blog.example/2013/x/",
    "a dot after the host": "http://blog.example./2013/x/",
}


@pytest.mark.parametrize("url", SAME.values(), ids=SAME.keys())
def test_one_address_has_many_spellings(url):
    located = locate(url, "https://blog.example/2012/")
    assert located is not None
    assert (located.host, located.path, located.key) == ("blog.example", "2013/x/", "2013/x")


NONE = [
    "mailto:a@example.org",
    "javascript:alert(1)",
    "data:text/html,x",
    "http://[broken",
    "tel:+44",
    "",
    "http://x:99999/",
]


@pytest.mark.parametrize("url", NONE)
def test_what_is_no_address_of_the_web_is_none(url):
    assert locate(url) is None


def test_wordpress_com_keeps_files_on_a_host_of_their_own():
    located = locate("https://leeds.files.wordpress.com/2013/01/x.jpg?w=300&h=200")
    assert located is not None
    assert (located.host, located.path, located.query) == (
        "leeds.wordpress.com",
        "wp-content/uploads/2013/01/x.jpg",
        "",
    )
    assert files_host("https://leeds.files.wordpress.com/2013/01/x.jpg") == "https://leeds.wordpress.com"
    assert files_host("https://leeds.example/x.jpg") == ""


def test_the_image_service_of_wordpress_com_is_seen_through():
    located = locate("https://i0.wp.com/www.blog.example/wp-content/uploads/x.jpg?resize=300%2C200&ssl=1")
    assert located is not None
    assert (located.host, located.path, located.query) == ("blog.example", "wp-content/uploads/x.jpg", "")


def test_other_queries_stay():
    located = locate("http://blog.example/image.php?id=3&w=2")
    assert located is not None and located.query == "id=3&w=2"


def test_a_blog_below_a_path_does_not_own_the_rest_of_its_host():
    homes = Homes.of(["https://council.example/blog", "https://old.example"])
    inside, outside = locate("http://council.example/BLOG/2013/x/"), locate("http://council.example/blogs/2013/")
    assert inside and outside
    below = homes.below(inside)
    assert below and below.path == "2013/x/"
    assert homes.below(outside) is None


def test_the_deepest_home_counts():
    homes = Homes.of(["https://council.example", "https://council.example/blog"])
    located = locate("https://council.example/blog/x")
    assert located
    below = homes.below(located)
    assert below and below.path == "x"


def test_homes_that_are_no_addresses_are_left_out():
    assert Homes.of(["", "nonsense", "ftp://x/"]).places == ()


def test_an_address_with_a_million_slashes_is_no_trouble():
    located = locate("http://blog.example" + "/" * 1_000_000)
    assert located is not None
    assert Homes.of(["http://blog.example/a/b"]).below(located) is None


DIRECT = {
    "a size of a file on WordPress.com": (
        "https://leeds.files.wordpress.com/2013/01/x.jpg?w=300&h=200",
        "https://leeds.files.wordpress.com/2013/01/x.jpg",
    ),
    "through the image service": (
        "http://i1.wp.com/www.blog.example/wp-content/x.jpg?resize=9,9&ssl=1",
        "http://www.blog.example/wp-content/x.jpg",
    ),
    "another question": (
        "https://leeds.files.wordpress.com/x.jpg?id=3",
        "https://leeds.files.wordpress.com/x.jpg?id=3",
    ),
    "elsewhere": ("https://blog.example/x.jpg?w=300", "https://blog.example/x.jpg?w=300"),
    "the image service itself": ("https://i0.wp.com/", "https://i0.wp.com/"),
    "nonsense": ("http://[", "http://["),
}


@pytest.mark.parametrize(("url", "expected"), DIRECT.values(), ids=DIRECT)
def test_the_file_itself_is_asked_for_not_a_size_of_it(url, expected):
    assert direct(url) == expected
