"""Names that are safe on every file system and in every address."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sociable.archive.names import SEGMENT_BYTES, STEM_BYTES, Names, fold, segment, slug, stem

KEPT = {
    "plain": "green-shoots",
    "accents": "café-crème",
    "greek": "ελληνικά",
    "dash of its own": "license‑oriented",
    "dots and underscores": "v1.2_final",
    "case": "Green-Shoots",
}


@pytest.mark.parametrize("name", KEPT.values(), ids=KEPT.keys())
def test_a_name_that_is_safe_stays(name):
    assert segment(name) == name


MADE_SAFE = {
    "parent folder": ("../../x", "x"),
    "absolute": ("/etc/passwd", "etc-passwd"),
    "windows path": ("C:\\x", "C-x"),
    "encoded slash": ("a%2Fb", "a-b"),
    "encoded letters": ("license%e2%80%91oriented", "license‑oriented"),
    "broken encoding": ("a%ff%feb", "a-b"),
    "hidden": (".htaccess", "htaccess"),
    "option": ("--help", "help"),
    "home": ("~root", "root"),
    "shell": ("$(touch x)", "touch-x"),
    "backtick and semicolon": ("a`b`;c", "a-b-c"),
    "newline": ("a\nb", "a-b"),
    "tab and null": ("a\t\0b", "a-b"),
    "right-to-left override": ("a\u202etxt.exe", "a-txt.exe"),
    "zero width": ("a\u200bb", "a-b"),
    "spaces at the ends": ("  a b  ", "a-b"),
    "dots at the end": ("name. . .", "name"),
    "console": ("CON", "CON-"),
    "console with ending": ("con.txt", "con-.txt"),
    "port": ("lpt9.log", "lpt9-.log"),
    "port in superscript": ("com¹", "com¹-"),
    "a server's own file": ("index.html", "index-.html"),
    "a feed": ("Feed.Atom", "Feed-.Atom"),
    "decomposed": (unicodedata.normalize("NFD", "café"), "café"),
    "nothing": ("", ""),
    "nothing safe": ("../..", ""),
    "markup": ("<b>x</b>", "b-x-b"),
    "lone surrogate": ("a\ud800b", "a-b"),
}


@pytest.mark.parametrize(("text", "expected"), MADE_SAFE.values(), ids=MADE_SAFE.keys())
def test_what_is_not_safe_is_replaced(text, expected):
    assert segment(text) == expected


@given(st.text(max_size=300))
def test_any_text_gives_a_safe_name_or_none(text):
    name = segment(text)
    assert len(name.encode()) <= SEGMENT_BYTES
    assert name == unicodedata.normalize("NFC", name)
    assert not set(name) & set("/\\:*?\"<>|$`'; \n\0\u202e")
    assert not name.startswith((".", "-", "~")) and not name.endswith((".", " "))
    assert fold(name.partition(".")[0]) not in {"con", "prn", "aux", "nul", "com1", "lpt1"}
    assert all(character.isprintable() for character in name)


@given(st.text(max_size=80))
def test_a_safe_name_is_left_alone_the_second_time(text):
    assert segment(segment(text)) == segment(text)


def test_long_names_are_cut_and_stay_different():
    one, other = stem("a" * 300), stem("a" * 299 + "b")
    assert len(one) <= STEM_BYTES and len(other) <= STEM_BYTES
    assert one != other
    assert stem("é" * 300).encode().decode() == stem("é" * 300)


def test_a_slug_is_made_of_a_titles_words():
    assert slug("What’s «new» in Leeds?  It's 5 o'clock") == "whats-new-in-leeds-its-5-oclock"
    assert slug("!!!") == ""


def test_names_that_a_file_system_takes_for_one_get_numbers():
    names = Names()
    decomposed = unicodedata.normalize("NFD", "café")
    given = [names.take(name, ".md") for name in ("café", "CAFÉ", decomposed, "tea", "café-2")]
    assert given == ["café.md", "CAFÉ-2.md", decomposed + "-3.md", "tea.md", "café-2-2.md"]


def test_sharp_s_and_dotless_letters_clash_as_case_folding_has_it():
    names = Names(["strasse"])
    assert names.take("straße") == "straße-2"


def test_ten_thousand_clashes_take_no_time():
    names = Names()
    assert len({names.take("x") for _ in range(10_000)}) == 10_000


@given(st.from_regex(r"[A-Za-z0-9_.-]{0,12}", fullmatch=True), st.sampled_from(["%61", "%2D", "%5f"]))
def test_a_usual_name_comes_out_as_it_would_if_it_were_encoded(name, encoded):
    plain = {"%61": "a", "%2D": "-", "%5f": "_"}[encoded]
    assert segment(name + plain + name) == segment(name + encoded + name)
