"""Texts as words: stems, stop words, pairs, and zones that make length of no account."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sociable.tagging import features
from sociable.tagging.features import LONGEST, Rarity, Text, spellings, stem, vector, words

STEMS = {
    "policies": "policy",
    "blocked": "block",
    "blocking": "block",
    "blocks": "block",
    "planned": "plan",
    "councils": "council",
    "NHS".casefold(): "nhs",
    "press": "press",
    "news": "news",
    "bus": "bus",
    "red": "red",
    "sing": "sing",
}


@pytest.mark.parametrize(("word", "expected"), STEMS.items(), ids=STEMS)
def test_a_stem_is_as_short_as_it_can_be_read(word: str, expected: str) -> None:
    assert stem(word) == expected


def test_pairs_do_not_reach_across_a_stop_word() -> None:
    assert words("Chief executive of the council") == ["chief", "executiv", "council", "chief executiv"]


def test_what_means_the_same_is_the_same() -> None:
    assert words("Our CEO tweets") == words("Our chief executive Twitter")


def test_markup_and_addresses_are_no_words() -> None:
    assert (
        words('<p class="lead">Bins</p> [gone](https://x.example/page) &amp; https://y.example') == ["bin", "bin"][:1]
    )


def test_a_text_that_is_said_ten_times_over_is_about_the_same() -> None:
    rarity = Rarity(100, {"council": 50, "block": 3})
    short = "The council blocked a site. Staff could not open it, and nobody knew why the filter had it shut."
    once, often = vector(Text("Blocked", short), rarity), vector(Text("Blocked", " ".join([short] * 10)), rarity)
    assert sum(once[word] * often.get(word, 0) for word in once) > 0.95


def test_a_title_weighs_more_than_the_same_word_far_below() -> None:
    body = " ".join(f"word{chr(97 + n % 26)}{chr(97 + n // 26)}" for n in range(200))
    high = vector(Text("petition", body), Rarity())
    low = vector(Text("other", f"{body} petition"), Rarity())
    assert high["petition"] > 5 * low["petition"]


def test_what_comes_after_very_many_words_is_not_read() -> None:
    assert "petition" not in vector(Text("", "council " * LONGEST + "petition"), Rarity())


def test_a_rare_word_counts_more_than_a_common_one() -> None:
    found = vector(Text("", "council petition"), Rarity(100, {"council": 90, "petition": 2}))
    assert found["petition"] > 2 * found["council"]


def test_rarity_counts_texts_and_not_words() -> None:
    rarity = Rarity.among([Text("Bins", "bins bins"), Text("", "bins and libraries")])
    assert (rarity.total, rarity.seen["bin"], rarity.seen["library"]) == (2, 2, 1)


def test_reasons_can_be_spelt_as_the_text_spells_them() -> None:
    assert spellings(Text("Libraries", "The CEO promised"))["library"] == "libraries"


@given(st.text(), st.text(), st.lists(st.text(), max_size=3))
def test_any_text_has_length_one_or_no_words(title: str, body: str, terms: list[str]) -> None:
    found = vector(Text(title, body, tuple(terms)), Rarity())
    assert not found or math.isclose(sum(part * part for part in found.values()), 1)
    assert "" not in found


LONG = {
    "plain": "the harbour office answers each question where it was asked " * 300,
    "links": "a [harbour](https://harbour.example/with/a/rather/long/address/for-a-page.html) answers " * 500,
    "tags": '<img alt="quay"> pier ' * 800,
    "a tag across the cut": "pier " * 1000 + '<img alt="' + "quay " * 380 + '"> harbour',
    "long tags": ('<img alt="' + "quay " * 380 + '"> pier ') * 400,
    "an open tag": "pier < quay " * 800,
    "short": "A harbour answers.",
}


@pytest.mark.parametrize("body", LONG.values(), ids=LONG)
def test_of_a_long_body_the_same_words_are_read_as_if_all_were_searched(
    body: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = vector(Text("A title", body), Rarity())
    features._read.cache_clear()
    monkeypatch.setattr(features, "ENOUGH", len(body))
    assert vector(Text("A title", body), Rarity()) == found
    assert "harbour" in found or "pier" in found
