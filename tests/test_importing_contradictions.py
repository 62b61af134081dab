"""What sources say against each other is reported; what WordPress's rendering changes is not."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest

from sociable.importing import contradictions
from sociable.importing.stubs import stub
from sociable.model import Post, Source

SUMMER = timezone(timedelta(hours=1))
STORED = Post(
    12,
    'Say "it" -- now',
    "These are the words that were stored, and there are enough of them.",
    slug="say",
    date=datetime(2013, 7, 19, 9, 30, 20, tzinfo=SUMMER),
    modified=datetime(2013, 7, 20, tzinfo=UTC),
    authors=("ann", "bob"),
    source=Source("a.xml", 1, "wxr"),
)
SHOWN = replace(
    STORED,
    title="Say &#8220;it&#8221; &#8211; now",
    body="<p>These are the <b>words</b> that were stored, and there are enough of them.</p>",
    body_format="html",
    modified=None,
    source=Source("a.html", 1, "page"),
)


def said(other: Post, *, best: Post = STORED, reason: str = "") -> tuple[str, ...]:
    return (
        *contradictions.of(stub(best, 0), stub(other, 1), reason),
        *contradictions.of_words(best, other),
    )


NONE = {
    "typography and markup": SHOWN,
    "no time zone": replace(SHOWN, date=datetime(2013, 7, 19, 9, 30, tzinfo=UTC)),
    "a day alone": replace(SHOWN, date=datetime(2013, 7, 19, tzinfo=UTC)),
    "one of the authors": replace(SHOWN, authors=("bob",)),
    "nothing known": replace(SHOWN, title="", date=None, authors=()),
    "a piece": replace(SHOWN, body="<p>These</p>", is_cut=True),
    "a few words of a theme's": replace(SHOWN, body=SHOWN.body + "<p>Read on.</p>"),
    "an older export": replace(SHOWN, title="Old", source=Source("b.xml", 1, "wxr"), body_format="wordpress"),
    "a text changed since": replace(
        SHOWN, title="Old", body="<p>Old words.</p>", modified=datetime(2013, 7, 19, tzinfo=UTC)
    ),
}


@pytest.mark.parametrize("other", NONE.values(), ids=NONE.keys())
def test_what_wordpress_changes_by_itself_is_no_contradiction(other: Post) -> None:
    assert said(other) == ()


SOME = {
    "title": (replace(SHOWN, title="Say no"), "a saved page has another title: Say no"),
    "date": (
        replace(SHOWN, date=datetime(2013, 7, 21, 9, 30, tzinfo=UTC)),
        "a saved page has another date: 2013-07-21T09:30:00+00:00",
    ),
    "authors": (replace(SHOWN, authors=("ann", "eve")), "a saved page names other authors: ann, eve"),
    "words": (
        replace(SHOWN, body="<p>Quite another text, these words.</p>"),
        "its words differ from those of a saved page: 11 only here, 3 only there",
    ),
    "not public": (
        replace(SHOWN, has_password=True, source=Source("a.json", 1, "rest")),
        "REST says that it is not public",
    ),
}


@pytest.mark.parametrize(("other", "what"), SOME.values(), ids=SOME.keys())
def test_a_contradiction_is_said(other: Post, what: str) -> None:
    assert said(other) == (what,)


def test_what_was_withdrawn_is_said() -> None:
    draft = replace(STORED, status="draft")
    assert said(SHOWN, best=draft, reason="draft") == ("a saved page showed it publicly: it was withdrawn since",)


def test_what_only_the_site_could_show_is_none() -> None:
    dynamic = replace(
        STORED, body=STORED.body + "\n\n<!-- wp:latest-posts /-->\n\n[contact]\n\nhttps://video.example/1"
    )
    shown = replace(SHOWN, body=SHOWN.body + "<ul><li>One post of many</li><li>Another post</li></ul>")
    assert said(shown, best=dynamic) == ()
    assert said(shown) == ("its words differ from those of a saved page: 0 only here, 6 only there",)
