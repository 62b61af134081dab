"""Suggestions: of made-up posts whose principle nobody could miss, and of posts that fit none."""

from __future__ import annotations

import pytest

from sociable.tagging.features import Text
from sociable.tagging.suggest import MOST, REASONS, suggest
from sociable.tagging.weights import packaged
from sociable.vocabulary import PRINCIPLES

CLEAR = {
    "outside-1": Text(
        "Talk back",
        "A council should not broadcast. It should join the conversation, answer people in a human voice, be friendly "
        "and reply to each question on Twitter and Facebook where it was asked.",
    ),
    "outside-2": Text(
        "A parking permit in three minutes",
        "We rebuilt the online form after watching users. People find the page on the council website by search, pay "
        "and get a receipt on a mobile phone. Fewer clicks, plain English, no PDF.",
    ),
    "outside-3": Text(
        "Have your say on the park",
        "The consultation is open until June. Residents can put ideas on a map, vote on the budget and sign an "
        "e-petition; we will publish the feedback and what was decided because of it.",
    ),
    "outside-4": Text(
        "Follow the library",
        "Nobody is a fan of the council. So the library, the museum, the swimming pool and the gritters each have an "
        "account of their own on which the people who run that service speak to those who use it.",
    ),
    "outside-5": Text(
        "What the poster forgot",
        "Every printed poster, leaflet and letter should carry a short address or a QR code, so that people who read "
        "a notice on a lamp post can go online and ask.",
    ),
    "inside-1": Text(
        "Unblock it",
        "Staff cannot open YouTube at work: the firewall has blocked access. A short social media policy and some "
        "guidelines for employees would do more than a ban.",
    ),
    "inside-2": Text(
        "Let go",
        "The communications team should give up control of the corporate account, train front-line officers and trust "
        "nurses and rangers to speak for their own service.",
    ),
    "inside-3": Text(
        "Six months of Yammer",
        "Colleagues in all departments ask and answer on the internal network. Knowledge is shared across teams, silos "
        "go, and the intranet is no longer a noticeboard.",
    ),
    "inside-4": Text(
        "The chief executive answers",
        "Our chief executive and the leader of the council blog each week and reply on Twitter themselves. Councillors "
        "have begun to do so too; leadership means being heard to listen.",
    ),
    "inside-5": Text(
        "A digital strategy on one page",
        "The new digital communications strategy has three objectives, a plan for the year and measures to evaluate it. "
        "Every service knows where it fits in.",
    ),
}

OFF = {
    "a recipe": Text("Flapjack", "Melt butter, sugar and syrup in a pan, stir in the oats and bake for half an hour."),
    "a program": Text("Removing duplicates", "SELECT DISTINCT rows from the table, then drop the index and vacuum it."),
    "another language": Text("Grüße", "Das Wetter an der Küste war am Sonntag ausgesprochen schön und windig."),
    "no words": Text("", "… — 12 34"),
    "nothing": Text("", ""),
}


@pytest.mark.parametrize("principle", CLEAR)
def test_a_clear_post_gets_its_principle_first(principle: str) -> None:
    verdict = suggest(packaged(), CLEAR[principle])
    assert verdict.principles[0] == principle
    assert verdict.suggestions[0].reasons


@pytest.mark.parametrize("text", OFF.values(), ids=OFF)
def test_a_post_that_fits_none_gets_none(text: Text) -> None:
    verdict = suggest(packaged(), text)
    assert (verdict.suggestions, verdict.applied) == ((), "")


@pytest.mark.parametrize("text", CLEAR.values(), ids=CLEAR)
def test_no_more_is_suggested_or_told_than_can_be_read(text: Text) -> None:
    verdict = suggest(packaged(), text)
    assert len(set(verdict.principles)) == len(verdict.principles) <= MOST
    assert set(verdict.principles) <= set(PRINCIPLES)
    scores = [each.score for each in verdict.suggestions]
    assert scores == sorted(scores, reverse=True)
    assert all(len(each.reasons) <= REASONS for each in verdict.suggestions)


def test_reasons_are_words_of_the_text() -> None:
    text = CLEAR["inside-1"]
    told = suggest(packaged(), text).suggestions[0].reasons
    for reason in told:
        assert all(word in f"{text.title} {text.body}".casefold() for word in reason.split())


def test_only_what_is_sure_is_applied_and_only_one() -> None:
    sure = suggest(packaged(), CLEAR["inside-3"])
    assert sure.sure and sure.applied == "inside-3" and sure.confidence >= packaged().calibration.sure
    vague = suggest(packaged(), Text("A year", "Some of the things we did with people this year, and some plans."))
    assert not vague.sure and vague.applied == ""


def test_a_long_post_is_heard_as_its_summary_is() -> None:
    text = CLEAR["inside-4"]
    long = Text(text.title, f"{text.body} " + "We had lunch by the window and walked home along the harbour. " * 60)
    assert suggest(packaged(), long).principles[0] == "inside-4"
