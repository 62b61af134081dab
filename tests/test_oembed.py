"""What other sites gave for an address is found again under the key that WordPress kept it by."""

from __future__ import annotations

import hashlib

import pytest

from sociable.markup.oembed import embedded, link
from sociable.markup.sanitise import sanitise

TWEET = "https://twitter.com/council/status/319508408669708289"
QUOTE = f'<blockquote class="twitter-tweet"><p>Tea at ten</p>&mdash; <a href="{TWEET}">April</a></blockquote>'


def key(address: str, width: int, height: str) -> str:
    kept = f'{address}a:2:{{s:5:"width";i:{width};s:6:"height";{height};}}'
    return f"_oembed_{hashlib.md5(kept.encode()).hexdigest()}"


SIZES = {
    "a usual width": (640, "d:960"),
    "a wide one": (720, "i:1000"),
    "a height in whole pixels": (500, "i:750"),
    "WordPress 2.9": (500, "i:700"),
    "a rare width": (333, "d:500"),
}


@pytest.mark.parametrize(("width", "height"), SIZES.values(), ids=SIZES)
def test_it_is_found_whatever_the_theme_was_wide(width: int, height: str) -> None:
    address = "https://a.example/x"
    meta = {key(address, width, height): f'<p>Found <a href="{address}">it</a></p>', "_oembed_0": "<p>other</p>"}
    assert embedded(address, meta) == f'<p>Found <a href="{address}">it</a></p>'


def test_the_newest_counts() -> None:
    old, new = key(TWEET, 500, "d:750"), key(TWEET, 640, "d:960")
    meta = {old: QUOTE, new: QUOTE.replace("ten", "two"), old.replace("_oembed_", "_oembed_time_"): "1"}
    meta[new.replace("_oembed_", "_oembed_time_")] = "2"
    assert "Tea at two" in embedded(TWEET, meta)


def test_it_is_found_by_the_address_in_it_too() -> None:
    assert embedded(TWEET, {"_oembed_odd": QUOTE, "_oembed_other": "<p>other</p>"}) == QUOTE


SHOWN = {
    "programs": (f"{QUOTE}<script async src='x.js'></script>", QUOTE),
    "a player": ('<iframe src="https://a.example/319508408669708289" title="A film"></iframe>', "A film</a>"),
    "a player elsewhere": ('<iframe src="https://b.example/e"></iframe>', f'e"></iframe> {link(TWEET)}'),
    "words without the address": ("<p>Only words</p>", f"<p>Only words</p> {link(TWEET)}"),
    "a picture": ('<img src="https://b.example/1.jpg" alt="x">', f'alt="x"> {link(TWEET)}'),
    "nothing": ("{{unknown}}", link(TWEET)),
    "no HTML": ("sorry", link(TWEET)),
    "only a program": ("<script>x</script>", link(TWEET)),
}


@pytest.mark.parametrize(("kept", "end"), SHOWN.values(), ids=SHOWN)
def test_its_words_are_kept_and_a_link_to_it(kept: str, end: str) -> None:
    shown = embedded(TWEET, {key(TWEET, 640, "d:960"): kept})
    assert shown.endswith(end)
    assert TWEET in shown and "<script" not in shown


def test_no_program_gets_past_the_sanitiser() -> None:
    shown = embedded(TWEET, {key(TWEET, 640, "d:960"): f"<scr<script></script>ipt>alert(1)</script>{QUOTE}"})
    assert "<script" not in sanitise(shown)
