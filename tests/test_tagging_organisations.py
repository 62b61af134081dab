"""Whose a post is: what it says, then its authors' affiliations, a byline, the owner; never a mere mention."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from sociable.errors import VocabularyError
from sociable.model import Affiliation, Post
from sociable.tagging.organisations import decide, likely
from sociable.vocabulary import Organisation, Profile, Vocabulary

WORDS = Vocabulary(
    organisations={
        key: Organisation(key, name)
        for key, name in {
            "leeds": "Leeds City Council",
            "devon": "Devon County Council",
            "coventry": "Coventry City Council",
        }.items()
    },
    authors={
        "ann": Profile("ann", "Ann Ash", (Affiliation("leeds", None, date(2012, 5, 1)), Affiliation("devon", date(2012, 5, 2)))),
        "ben": Profile("ben", "Ben Birch", (Affiliation("leeds"),)),
        "cat": Profile("cat", "Cat Cole"),
        "dan": Profile("dan", "Dan Dew", (Affiliation("leeds"), Affiliation("devon"))),
    },
)  # fmt: skip


def post(
    body: str = "Words.", day: tuple[int, int, int] | None = (2012, 1, 1), organisations: tuple[str, ...] = ()
) -> Post:
    when = datetime(*day, tzinfo=UTC) if day else None
    return Post(1, "T", body, date=when, organisations=organisations)


def test_what_the_post_says_wins() -> None:
    found = decide(post(organisations=("coventry",)), ["ann"], WORDS, "devon")
    assert (found.organisations, found.by, found.certain) == (("coventry",), "explicit", True)


@pytest.mark.parametrize(("day", "expected"), [((2012, 5, 1), "leeds"), ((2012, 5, 2), "devon")])
def test_an_author_who_moved_takes_the_posts_along_from_the_day(day: tuple[int, int, int], expected: str) -> None:
    found = decide(post(day=day), ["ann"], WORDS, "coventry")
    assert (found.organisations, found.by, found.certain) == ((expected,), "affiliation", True)


def test_an_undated_post_of_one_who_moved_is_not_guessed_from_affiliations() -> None:
    assert decide(post(day=None), ["ann"], WORDS, "coventry").by == "owner"
    assert decide(post(day=None), ["ben"], WORDS, "coventry").organisations == ("leeds",)


BYLINES = {
    "by and a comma": "By Dee Dale, Devon County Council\n\nWe tried it.",
    "by, a role and at": "By Dee Dale, web manager at Devon County Council.\n\nWe tried it.",
    "by of": "Posted by Dee Dale of Devon County Council\n\nWe tried it.",
    "I work": "I work in communications for Devon County Council, and we tried it.",
    "I am": "My name is Dee. I’m the web manager at Devon County Council.",
    "at the end": "We tried it.\n\nIt went well.\n\nDee Dale is a web manager for Devon County Council.",
    "under a heading": "We tried it.\n\n## About the author\n\nDee Dale was head of web at Devon County Council.\n\n[More](https://x.example)",
    "marked up": "<p><em>By <a href='https://x.example'>Dee Dale</a>, Devon County Council</em></p>\n\nWe tried it.",
}


@pytest.mark.parametrize("body", BYLINES.values(), ids=BYLINES)
def test_a_byline_says_whose_it_is(body: str) -> None:
    found = decide(post(body), [], WORDS, "leeds")
    assert (found.organisations, found.by) == (("devon",), "byline")


MENTIONS = {
    "praise": "Coventry City Council has a fine page on Facebook.",
    "somebody else's office": "Max Moss is chief executive of Coventry City Council.\n\nHe blogs.\n\nWe should too.",
    "a report": "A report by Max Moss\n\nIt looks at Coventry City Council and others.",
    "in the middle": "\n\n".join(["A."] * 6 + ["By Dee Dale, Coventry City Council"] + ["B."] * 6),
    "I like": "I am aware of Coventry City Council, and I like its page.",
    "a longer name": "By Dee Dale, Coventry City Councillors' Forum",
    "went to": "Last week I went to a talk at Coventry City Council.",
}


@pytest.mark.parametrize("body", MENTIONS.values(), ids=MENTIONS)
def test_a_mere_mention_says_nothing(body: str) -> None:
    found = decide(post(body), [], WORDS, "Leeds City Council")
    assert (found.organisations, found.by, found.certain) == (("leeds",), "owner", True)


def test_a_bio_counts_anywhere_at_the_ends_if_it_is_of_an_author() -> None:
    body = "Max Moss is a planner at Coventry City Council.\n\nHe writes.\n\nMore.\n\nEnd."
    assert decide(post(body), [], WORDS, "leeds", names=["Max Moss"]).organisations == ("coventry",)


def test_a_guest_is_not_taken_for_the_account_that_posted_it() -> None:
    body = "Guest post by Dee Dale, web manager at Devon County Council.\n\nWe tried it."
    found = decide(post(body), ["ben"], WORDS, "leeds")
    assert (found.organisations, found.by, found.certain) == (("devon",), "byline", True)


def test_affiliations_outweigh_a_byline_but_somebody_should_look() -> None:
    found = decide(post("By Dee Dale, Devon County Council\n\nWords."), ["ben"], WORDS, "coventry")
    assert (found.organisations, found.by, found.certain) == (("leeds",), "affiliation", False)


def test_several_people_make_it_uncertain() -> None:
    found = decide(post("By Dee Dale, Devon County Council\n\nBy Max Moss, Coventry City Council"), [], WORDS)
    assert (set(found.organisations), found.certain) == ({"devon", "coventry"}, False)


def test_an_author_without_affiliation_leaves_the_owner_in_doubt() -> None:
    found = decide(post(), ["cat"], WORDS, "leeds")
    assert (found.organisations, found.by, found.certain) == (("leeds",), "owner", False)


def test_nothing_known_is_said() -> None:
    found = decide(post(), ["cat"], WORDS)
    assert (found.organisations, found.by, found.certain) == ((), "", False)
    assert found.why


def test_an_unknown_owner_is_an_error() -> None:
    with pytest.raises(VocabularyError, match="Leads"):
        decide(post(), [], WORDS, "Leads City Council")


GUESTS = {
    "in the title": ("Guest post: what we tried", "We tried it."),
    "by": ("What we tried", "A guest post by Dee Dale, who runs a café.\n\nWe tried it."),
    "a series": ("What we tried", "Another in our series.\n\nToday’s guest blogger is Dee Dale.\n\nWe tried it."),
    "at its start": ("What we tried", "*Guest blog*\n\nWe tried it."),
}


@pytest.mark.parametrize(("title", "body"), GUESTS.values(), ids=GUESTS)
@pytest.mark.parametrize(("authors", "by"), [(["ben"], "affiliation"), ([], "owner")], ids=["a page", "no page"])
def test_a_guest_of_whom_no_more_is_known_is_to_be_looked_at(
    title: str, body: str, authors: list[str], by: str
) -> None:
    found = decide(replace(post(body), title=title), authors, WORDS, "leeds")
    assert (found.organisations, found.by, found.certain) == (("leeds",), by, False)
    assert found.why.endswith("guest and does not say whose")


HOSTS = {
    "an invitation": "Write for us! We publish guest posts each Friday.",
    "a guest elsewhere": "Last month I wrote a guest post for the Guardian.",
    "in the middle": "\n\n".join(["A."] * 6 + ["This guest post is fine."] + ["B."] * 6),
}


@pytest.mark.parametrize("body", HOSTS.values(), ids=HOSTS)
def test_speaking_of_guests_is_not_being_one(body: str) -> None:
    assert decide(post(body), ["ben"], WORDS, "leeds").certain


DOUBTS = {
    "a co-author without a page": (["ben"], ["Ben Birch", "Max Moss"], "Max Moss has no page"),
    "a co-author who belonged nowhere": (["ben", "cat"], [], "Cat Cole belonged nowhere"),
    "two at once": (["dan"], ["Dan Dew"], "Dan Dew belonged to Leeds City Council and Devon County Council at once"),
}


@pytest.mark.parametrize(("authors", "names", "why"), DOUBTS.values(), ids=DOUBTS)
def test_affiliations_that_do_not_tell_all_are_to_be_looked_at(authors: list[str], names: list[str], why: str) -> None:
    found = decide(post(), authors, WORDS, names=names)
    assert (found.organisations[0], found.by, found.certain) == ("leeds", "affiliation", False)
    assert why in found.why


def test_the_name_of_an_author_may_be_spelt_in_another_case() -> None:
    assert decide(post(), ["ben"], WORDS, names=["ben  birch"]).certain


def test_the_likeliest_organisations_come_first_and_all_are_there() -> None:
    body = "By Max Moss, Devon County Council\n\nWe tried it."
    assert likely(post(body), ["ben"], WORDS) == ("devon", "leeds", "coventry")
    assert likely(post("Coventry City Council tried it."), [], WORDS, "devon") == ("devon", "coventry", "leeds")
    assert likely(post(), ["ann"], WORDS, "coventry") == ("leeds", "devon", "coventry")
