"""A person is found however their name is written, taken out where that breaks nothing, and nobody else is touched."""

from __future__ import annotations

import pytest

from sociable.archive.sought import ADDRESS, NAME, WORDS, Sought

JANE = Sought(("Jane Doe", "https://www.jane.example/blog/", "jane@doe.example", "Zoë O’Brien", "Ąnna"))

FOUND = {
    "as it was given": ("I asked Jane Doe.", f"I asked {NAME}."),
    "in capitals, with more space": ("JANE  DOE said", f"{NAME} said"),
    "in Markdown's escapes": (r"Jane\_Doe said", f"{NAME} said"),
    "on two lines": ("so Jane\nDoe said", f"so {NAME} said"),
    "with an at sign, joined": ("@JaneDoe: thanks", f"@{NAME} : thanks"),
    "with a possessive": ("Jane Doe's tea and Jane Doe’s", f"{NAME}'s tea and {NAME}’s"),
    "with a number": ("JaneDoe42", f"{NAME}42"),
    "without accents": ("Zoe O'Brien", NAME),
    "with accents in another form": ("Zoe\u0308 O’Brien!", f"{NAME}!"),
    "one letter with an accent": ("anna", NAME),
    "in the words of a link": ("[Jane Doe](https://other.example/)", f"[{NAME}](https://other.example/)"),
    "before a bracket": ("Jane Doe(the one)", f"{NAME} (the one)"),
    "her address": ("see http://jane.example/blog/2011/x?y#z.", f"see {ADDRESS}"),
    "her address as a link": ("[her](https://www.jane.example/blog) and", "[her](#) and"),
    "her address in angle brackets": ("see <https://jane.example/blog/>, and", f"see {ADDRESS}, and"),
    "her address in HTML": ('<a href="https://jane.example/blog/">x</a>', '<a href="#">x</a>'),
    "her e-mail address": ("write to Jane@Doe.example now", f"write to {ADDRESS} now"),
}


@pytest.mark.parametrize(("text", "expected"), FOUND.values(), ids=FOUND.keys())
def test_a_person_is_found_and_taken_out(text, expected):
    assert JANE.has(text)
    assert JANE.removed(text) == expected


OTHERS = [
    "Jane Doering",
    "Mary-Jane Do",
    "Jane met Doe? No: Jane, and a Doe",
    "notjanedoe",
    "https://jane.example/blogs",
    "myjane.example/blog",
    "x@jane.example",
    "annals",
    "",
    "Doe Jane",
]


@pytest.mark.parametrize("text", OTHERS)
def test_others_are_left_alone(text):
    assert not JANE.has(text)
    assert JANE.removed(text) == text


@pytest.mark.parametrize(
    "text", ["https://old.example/author/jane-doe/", "[x](/2011/jane%20doe)", "<http://x.example/JaneDoe>"]
)
def test_a_name_in_somebodys_address_is_found_but_stays(text):
    assert JANE.has(text) and JANE.removed(text) == text


def test_a_whole_name_is_told_from_one_that_holds_it():
    assert JANE.is_name(" jane  DOE ") and JANE.is_name("Jane-Doe")
    assert not JANE.is_name("Jane Doe and Co") and not JANE.is_name("Jane") and not JANE.is_name("")
    assert not Sought(("!",)).is_name("?")


def test_addresses_below_one_that_was_given_are_the_persons():
    assert JANE.is_address("HTTP://jane.example/blog") and JANE.is_address("https://jane.example/blog/2011/x")
    assert not JANE.is_address("https://jane.example/") and not JANE.is_address("")


ERASED = "I have had quite enough of this bus, and of everybody who runs it."


def test_quotations_of_what_was_erased_are_taken_out():
    sought = Sought((), (ERASED,))
    text = "You wrote: *I have had quite ENOUGH of this bus, and of everybody* – really?"
    assert sought.removed(text) == f"You wrote: *{WORDS}* – really?"
    assert sought.has(f"> {ERASED}")
    assert not sought.has("I have had quite enough of this.")


def test_short_texts_are_quotations_only_as_a_whole_and_the_shortest_never():
    assert Sought((), ("Two teas and a bun",)).removed("He had two teas, and a bun.") == f"He had {WORDS}."
    assert Sought((), ("Two teas and a bun",)).has("«Two teas and a bun»")
    assert not Sought((), ("Thank you so much",)).has("Thank you so much")


def test_what_overlaps_is_taken_out_once():
    sought = Sought(("Jane", "Jane Doe", "Doe"))
    assert sought.removed("Jane Doe and Doe") == f"{NAME} and {NAME}"
