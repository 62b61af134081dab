"""Reports: what they count, what they hide, how they read."""

from __future__ import annotations

import json

import pytest

from sociable.errors import ArchiveError, Problem
from sociable.importing import summary
from sociable.importing.report import Kept, Media, Proof, Report, masked, short
from sociable.model import Author, Comment, Page, Post, Source, Term


def report() -> Report:
    made = Report("old", "content/archive/old", state="written")
    made.seen.update(post=2, page=1, comment=1, author=1, term=1)
    here = Source("export.xml", 12)
    proof = Proof((Kept("words", 3, 4),), ("table",), ("the word «tea»",))
    made.add(
        Post(id=1, title="", body="", source=here), "One", "written", file="posts/1.md", proof=proof, notes=("look",)
    )
    made.add(Post(id=2, title="", body="", source=here), "Two", "withheld", reason="draft")
    made.add(Page(id=3, title="", body="", source=here), "Three", "refused", reason="no room")
    made.add(Comment(id=4, author="", body="", source=here), "Ann", "withheld", reason="spam")
    made.add(Author("ann", "Ann", source=here), "Ann", "written")
    made.add(Term("category", "x", "X", source=here), "X", "merged", reason="twice")
    return made


def test_counts_say_what_became_of_each_kind():
    counts = report().counts()
    assert counts["post"] == {"seen": 2, "written": 1, "merged": 0, "withheld": 1, "refused": 0}
    assert counts["page"]["refused"] == 1 and counts["term"]["merged"] == 1
    report().check()


def test_an_item_that_nobody_accounted_for_is_an_error():
    made = report()
    made.seen["post"] += 1
    with pytest.raises(ArchiveError, match="3 of kind post were seen, but 2 are accounted for"):
        made.check()
    made.seen["post"] -= 1
    made.add(Comment(id=5, author="", body="", type="pingback"), "x", "written")
    with pytest.raises(ArchiveError, match="0 of kind pingback were seen, but 1 are accounted for"):
        made.check()


def test_losses_are_what_was_refused_and_what_did_not_come_back():
    made = report()
    assert made.has_losses
    made.media = Media(refused=("x.svg: a file of the kind .svg",))
    assert made.losses == (
        "export.xml:12: page 3 «Three» refused: no room",
        "export.xml:12: post 1 «One»: the word «tea»",
        "x.svg: a file of the kind .svg",
    )


def test_a_report_is_plain_data():
    data = json.loads(json.dumps(report().to_json()))
    assert data["counts"]["post"]["written"] == 1
    assert data["items"][0]["proof"] == {
        "kept": [{"what": "words", "kept": 3, "of": 4}],
        "as_html": ["table"],
        "losses": ["the word «tea»"],
    }
    assert data["items"][0]["where"] == "export.xml:12"


def test_a_report_in_pieces_is_the_same_data():
    for made in (Report("old", "x"), report()):
        assert json.loads("".join(made.json_lines())) == json.loads(json.dumps(made.to_json()))


def test_a_report_of_many_items_gives_them_all_and_those_worth_a_look():
    made = Report("old", "x")
    for number in range(1000):
        notes = ("look",) if number % 100 == 0 else ()
        made.add(Post(id=number, title="", body=""), "T", "written", proof=Proof((Kept("words", 1, 2),)), notes=notes)
    assert [item.id for item in made.items] == list(range(1000))
    assert [item.id for item in made.notable] == list(range(0, 1000, 100))
    assert next(made.items).proof == Proof((Kept("words", 1, 2),))
    assert made.totals.texts == 1000 and made.totals.kept == {"words": 1000} and made.totals.expected["words"] == 2000
    assert not made.has_losses and made.losses == ()


@pytest.mark.parametrize("secret", ["ann@example.org", "a.b+c@mail.example.co.uk", "192.0.2.7"])
def test_addresses_of_people_are_masked(secret):
    assert secret not in masked(f"by <{secret}>, yesterday")
    made = Report("old", "x")
    made.warnings.append(Problem(f"odd name {secret}", "x.xml", 1, level="warning"))
    made.add(Post(id=1, title="", body=""), f"From {secret}", "written", notes=(f"see {secret}",))
    assert secret not in json.dumps(made.to_json())


def test_versions_and_short_numbers_are_no_addresses():
    assert masked("WordPress 4.0.1 of 21.11.2014, 1.2.3") == "WordPress 4.0.1 of 21.11.2014, 1.2.3"


def test_long_titles_are_cut():
    assert len(short("word " * 100)) <= 80


def test_the_summary_is_readable():
    text = summary.plain(report())
    assert text.splitlines()[1].split() == ["posts", "2", "1", "0", "1", "0"]
    assert "content/archive/old: The archive was written." in text
    assert "  export.xml:12: post 2 «Two»: draft" in text
    assert "  1 comment: spam" in text
    assert "  export.xml:12: post 1 «One»: look" in text


def test_the_summary_shows_some_of_many():
    made = Report("old", "x")
    for number in range(50):
        made.add(Post(id=number, title="", body=""), "T", "withheld", reason="draft")
    assert "… and 30 more; --report FILE lists them all." in summary.plain(made)


def test_a_title_cannot_steer_the_terminal():
    made = Report("old", "x")
    made.add(Post(id=1, title="", body=""), "\x1b[31mred\u202e", "withheld", reason="draft")
    text = summary.plain(made)
    assert "\x1b" not in text and "\u202e" not in text
