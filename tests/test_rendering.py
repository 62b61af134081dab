"""An archive's texts with this site's addresses: what is held is shown and linked, what is not is said to be gone."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from bs4 import BeautifulSoup, Tag

from plugins.addresses import Place
from plugins.rendering import Renderer
from sociable.archive.folder import Archive
from sociable.model import About, Post

HOME = "http://old.example"
UPLOADS = f"{HOME}/wp-content/uploads"
POST = Post(
    12,
    "Green",
    "",
    slug="green",
    link=f"{HOME}/2013/01/19/green/",
    path="2013/01/19/green/",
    date=datetime(2013, 1, 19, tzinfo=UTC),
)
FILES = {"x.jpg", "x-300x200.jpg", "y-300x200.jpg", "a.mp3", "paper.pdf"}
ARCHIVE = Archive(
    "old",
    About("Old", url=HOME),
    posts=(POST, replace(POST, id=13, slug="red", link=f"{HOME}/2013/01/20/red/", path="2013/01/20/red/")),
    files=frozenset(f"wp-content/uploads/{name}" for name in FILES),
)
HERE = "/base/archive/old"


def shown(markdown: str, archive: Archive = ARCHIVE) -> BeautifulSoup:
    renderer = Renderer(Place("https://site.example/base", "/base"), archive)
    return BeautifulSoup(renderer.html(archive.posts[0], markdown), "html.parser")


def only(markdown: str, selector: str, archive: Archive = ARCHIVE) -> Tag:
    (found,) = shown(markdown, archive).select(selector)
    return found


LINKS = {
    "another post": (f"{HOME}/2013/01/20/red/#part", f"{HERE}/2013/01/20/red/#part"),
    "by its number": ("/?p=13", f"{HERE}/2013/01/20/red/"),
    "relative": ("../../20/red/", f"{HERE}/2013/01/20/red/"),
    "a file": (f"{UPLOADS}/paper.pdf", f"{HERE}/wp-content/uploads/paper.pdf"),
    "another size of a picture": (f"{UPLOADS}/y.jpg", f"{HERE}/wp-content/uploads/y-300x200.jpg"),
}


@pytest.mark.parametrize(("href", "here"), LINKS.values(), ids=LINKS)
def test_a_link_leads_to_what_is_here(href, here):
    link = only(f"[x]({href})", "a")
    assert link.attrs == {"href": here}


DEAD = {
    "a post": (f"{HOME}/2013/01/21/blue/", f"{HOME}/2013/01/21/blue/"),
    "a post, relative": ("/2013/01/21/blue/", f"{HOME}/2013/01/21/blue/"),
    "a file": (f"{UPLOADS}/lost.pdf", f"{UPLOADS}/lost.pdf"),
    "a file, relative": ("../../../wp-content/uploads/lost.pdf", f"{HOME}/2013/wp-content/uploads/lost.pdf"),
    "a search": (f"{HOME}/?s=tea", f"{HOME}/?s=tea"),
}


@pytest.mark.parametrize(("href", "whole"), DEAD.values(), ids=DEAD)
def test_a_link_to_what_is_not_kept_stays_and_says_so(href, whole):
    link = only(f"[x]({href})", "a")
    assert link.attrs == {"href": whole, "class": ["gone"], "title": "Not in this archive"}
    assert link.get_text() == "x"


def test_its_own_title_stays_too():
    link = only(f'y <a class="embed" title="A &quot;b&quot;" href="{HOME}/gone/">x</a>', "a")
    assert (link["class"], link["title"]) == (["embed", "gone"], 'A "b" (not in this archive)')


OUT = [
    "https://other.example/a/../b?c=d#e",
    "//other.example/x",
    "https://devon.files.wordpress.com/2013/01/x.jpg",
    "mailto:desk@other.example",
]


@pytest.mark.parametrize("href", OUT)
def test_a_link_out_of_the_blog_stays_as_it_was(href):
    assert only(f'<a href="{href}">x</a>', "a").attrs == {"href": href}


def test_where_nobody_knows_the_blogs_address_a_relative_link_stays():
    nowhere = replace(ARCHIVE, about=About("Old"), posts=(replace(POST, link=""),))
    assert only("[x](other/)", "a", nowhere).attrs == {"href": "other/"}


def test_a_blog_below_a_path_sends_what_is_relative_to_its_host_there():
    below = replace(
        ARCHIVE, about=About("Old", url=f"{HOME}/blog"), posts=(replace(POST, link=f"{HOME}/blog/2013/01/19/green/"),)
    )
    assert only("[x](/services/)", "a", below).attrs == {"href": f"{HOME}/services/"}


def test_a_picture_keeps_size_words_and_those_of_its_sizes_that_are_here():
    sizes = ", ".join([f"{UPLOADS}/x-300x200.jpg 300w", f"{UPLOADS}/x-600x400.jpg 600w", f"{UPLOADS}/x.jpg 900w"])
    picture = only(
        f'<img src="{UPLOADS}/x-300x200.jpg" alt="Words" srcset="{sizes}" sizes="100vw" width="300" height="200">',
        "img",
    )
    assert picture.attrs == {
        "src": f"{HERE}/wp-content/uploads/x-300x200.jpg",
        "alt": "Words",
        "srcset": f"{HERE}/wp-content/uploads/x-300x200.jpg 300w, {HERE}/wp-content/uploads/x.jpg 900w",
        "sizes": "100vw",
        "width": "300",
        "height": "200",
    }


def test_without_a_choice_there_are_no_sizes():
    sizes = f"{UPLOADS}/y-300x200.jpg 300w, {UPLOADS}/y.jpg 900w"
    picture = only(f'<img src="{UPLOADS}/y.jpg" alt="" srcset="{sizes}" sizes="100vw" width="300">', "img")
    assert picture.attrs == {"src": f"{HERE}/wp-content/uploads/y-300x200.jpg", "alt": "", "width": "300"}


def test_a_picture_that_is_not_here_has_a_place_of_its_own_and_is_known():
    renderer = Renderer(Place("", ""), ARCHIVE)
    html = renderer.html(POST, f"![Words]({UPLOADS}/lost.jpg)")
    assert html.strip() == '<p><img src="/archive/old/wp-content/uploads/lost.jpg" alt="Words"></p>'
    assert renderer.missing == {"wp-content/uploads/lost.jpg"}
    assert renderer.gone == {"/archive/old/wp-content/uploads/lost.jpg"}


def test_a_sound_that_is_here_can_be_played_and_comes_from_here():
    player = only(f'<p class="embed embed-audio"><a href="{UPLOADS}/a.mp3">Audio: a.mp3</a></p>', "audio")
    assert player["preload"] == "none" and "controls" in player.attrs
    assert [source["src"] for source in player.select("source")] == [f"{HERE}/wp-content/uploads/a.mp3"]
    assert player.a["href"] == f"{HERE}/wp-content/uploads/a.mp3"
    assert player.source["data-original"] == f"{UPLOADS}/a.mp3"


def test_one_that_is_not_is_a_link_that_says_so():
    assert only(f'<p class="embed embed-audio"><a href="{UPLOADS}/b.mp3">Audio: b.mp3</a></p>', "a")["class"] == [
        "gone"
    ]
    assert not shown(f'<p class="embed embed-audio"><a href="{UPLOADS}/b.mp3">Audio: b.mp3</a></p>').select("audio")


def test_one_of_another_host_is_a_link_as_it_was():
    link = only('<p class="embed embed-audio"><a href="https://radio.example/b.mp3">Audio: b.mp3</a></p>', "a")
    assert link.attrs == {"href": "https://radio.example/b.mp3"}


def test_no_marked_link_lets_anything_out_of_its_attributes():
    link = only(f'<a href="{HOME}/&quot;onclick=&quot;alert(1)" title="&quot;&gt;&lt;script&gt;">x</a>', "a")
    assert set(link.attrs) == {"href", "class", "title"}
