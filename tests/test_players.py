"""Players stand where an old blog had them, once the files are here."""

from __future__ import annotations

import html5lib
import pytest

from plugins.players import restore
from sociable.markup.sanitise import sanitise

HOME = "http://old.example/"
HELD = {f"{HOME}{name}" for name in ("a.mp3", "b.mp3", "f.mp4", "f.webm", "p.jpg", "w.wmv", "d%C3%A9j%C3%A0.ogg")} | {
    "/a.mp3"
}


def shown(html: str) -> str:
    return restore(sanitise(html), HELD.__contains__)


def parsed(html: str):
    return html5lib.parseFragment(html, namespaceHTMLElements=False)


def test_a_sound_that_is_held_can_be_played():
    assert shown(f'<audio src="{HOME}a.mp3" autoplay></audio>') == (
        '<p class="embed embed-audio"><audio controls="" preload="none" aria-label="Audio: a.mp3">'
        f'<source src="{HOME}a.mp3" data-original="{HOME}a.mp3"><a href="{HOME}a.mp3">Audio: a.mp3</a></audio></p>'
    )


def test_in_the_middle_of_a_line_too():
    (player,) = parsed(shown(f'<p>Hear <audio src="{HOME}a.mp3"></audio> now</p>')).iter("audio")
    assert player.tail.strip() == "now" and player.find("a").text == "Audio: a.mp3"


def test_formats_of_one_film_are_one_player_with_its_picture():
    html = shown(f'<video poster="{HOME}p.jpg"><source src="{HOME}f.webm"><source src="{HOME}f.mp4"></video>')
    tree = parsed(html)
    (player,) = tree.iter("video")
    assert [source.get("src") for source in player.iter("source")] == [f"{HOME}f.webm", f"{HOME}f.mp4"]
    assert player.get("poster") == f"{HOME}p.jpg" and not list(tree.iter("img"))
    assert len(list(tree.iter("a"))) == 1


def test_a_format_that_is_not_held_stays_a_link():
    tree = parsed(shown(f'<video><source src="{HOME}f.mp4"><source src="{HOME}f.ogv"></video>'))
    (player,) = tree.iter("video")
    assert [link.get("href") for link in tree.iter("a")] == [f"{HOME}f.mp4", f"{HOME}f.ogv"]
    assert [source.get("src") for source in player.iter("source")] == [f"{HOME}f.mp4"]


def test_neighbours_of_other_names_are_players_of_their_own():
    tree = parsed(
        shown(
            f'<p>x <audio src="{HOME}a.mp3"></audio> <audio src="{HOME}b.mp3"></audio> <video src="{HOME}f.mp4"></video></p>'
        )
    )
    assert [len(list(tree.iter(kind))) for kind in ("audio", "video")] == [2, 1]


LINKS = {
    "not held": f'<audio src="{HOME}c.mp3"></audio>',
    "not played by any browser": f'<video src="{HOME}w.wmv"></video>',
    "of another host": '<audio src="https://radio.example/a.mp3"></audio>',
    "of another kind": f'<video src="{HOME}a.mp3"></video>',
    "a film whose picture is not held": f'<video poster="{HOME}q.jpg" src="{HOME}g.mp4"></video>',
    "a link to a sound": f'<p><a href="{HOME}a.mp3">Listen</a></p>',
    "an embedded page": f'<iframe src="{HOME}a.mp3"></iframe>',
    "nothing of the kind": "<p>embed-audio</p>",
}


@pytest.mark.parametrize("html", LINKS.values(), ids=LINKS)
def test_all_else_stays_as_it_was(html):
    assert shown(html) == sanitise(html)


def test_a_films_picture_that_is_not_held_stays_to_be_marked():
    tree = parsed(shown(f'<video poster="{HOME}q.jpg" src="{HOME}f.mp4"></video>'))
    assert [picture.get("src") for picture in tree.iter("img")] == [f"{HOME}q.jpg"]
    assert [film.get("poster") for film in tree.iter("video")] == [None]


def test_a_player_of_a_file_beside_the_blog_gets_its_link():
    assert shown('<audio src="/a.mp3"></audio>') == (
        '<audio controls="" preload="none" src="/a.mp3"><a href="/a.mp3">Audio: a.mp3</a></audio>'
    )


def test_a_player_without_its_file_is_a_link():
    assert shown('<p>x <video src="/gone.mp4" width="9"></video></p>') == (
        '<p>x <a class="embed embed-video" href="/gone.mp4">Video: gone.mp4</a></p>'
    )


@pytest.mark.parametrize("name", ["a&quot; onerror=&quot;x.mp3", "&lt;script&gt;.mp3", "a&gt;b.mp3"])
def test_no_name_of_a_file_gets_out_of_its_attribute(name):
    everything = restore(sanitise(f'<audio src="{HOME}{name}"></audio>'), lambda _: True)
    allowed = {"p", "audio", "source", "a", "DOCUMENT_FRAGMENT"}
    for element in parsed(everything).iter():
        assert element.tag in allowed
        assert set(element.attrib) <= {"class", "controls", "preload", "src", "href", "aria-label", "data-original"}


def test_restoring_twice_changes_nothing():
    once = shown(
        f'<audio src="{HOME}a.mp3"></audio><video><source src="{HOME}f.mp4"><source src="{HOME}f.ogv"></video>'
    )
    assert restore(once, HELD.__contains__) == once
