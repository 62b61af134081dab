"""What an archive says of its own making."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest

from sociable.importing.account import account
from sociable.importing.report import Kept, Media, Proof, Report
from sociable.markup.render import render
from sociable.model import About, Comment, Post, Source

ABOUT = About("Green Notes", "https://green.example", source="WordPress export (WXR 1.2)", captured=date(2014, 11, 21))
POST = Post(7, "Green [shoots]", "", link="https://green.example/2013/01/19/green-shoots/", path="2013/01/19/green/")
STEM = "2013-01-19-green"


def report() -> Report:
    return Report("green", "content/archive/green", seen=Counter({"post": 2}))


def told(found: Report) -> str:
    return account(ABOUT, found, {STEM: POST})


def section(text: str, title: str) -> str:
    return text.partition(f"## {title}\n\n")[2].partition("\n\n## ")[0].rstrip("\n")


def test_it_says_from_what_and_when_the_archive_was_made():
    said = section(told(report()), "Where it comes from")
    assert "WordPress export (WXR 1.2), captured on 2014-11-21" in said
    assert "https://green.example" in said


def test_every_outcome_is_counted_and_what_did_not_occur_has_no_row():
    found = report()
    found.add(POST, POST.title, "written", file=f"posts/{STEM}.md")
    found.add(POST, POST.title, "merged", reason="the same")
    found.add(Comment(1, "A resident", "x"), "A resident", "withheld", reason="spam")
    rows = section(told(found), "What was found, and what became of it").splitlines()
    assert rows[2:] == ["| Posts | 2 | 1 | 1 | 0 |", "| Comments | 1 | 0 | 0 | 1 |"]


def test_the_proof_adds_up_what_every_text_kept():
    found = report()
    for words in (10, 5):
        proof = Proof((Kept("links", 1, 1), Kept("words", words - 1, words)))
        found.add(POST, POST.title, "written", file=f"posts/{STEM}.md", proof=proof)
    said = section(told(found), "The proof")
    assert "Each of 2 texts" in said
    assert said.splitlines()[-2:] == ["| Words | 15 | 13 |", "| Links, with where they lead | 2 | 2 |"]


def test_a_loss_names_its_post_and_leads_to_it():
    found = report()
    proof = Proof(losses=("images: missing <b>x</b>",))
    found.add(POST, POST.title, "written", file=f"posts/{STEM}.md", proof=proof)
    html = render(section(told(found), "What could not be kept"))
    assert '<a href="https://green.example/2013/01/19/green-shoots/"' in html
    assert "Green [shoots]</a>: images: missing &lt;b&gt;x&lt;/b&gt;" in html


def test_a_commenter_is_not_named_so_that_the_name_can_be_erased():
    found = report()
    comment = Comment(31, "Somebody Nice", "x")
    found.add(comment, comment.author, "refused", reason="another comment has its number")
    found.add(comment, comment.author, "written", file=f"comments/{STEM}.md", proof=Proof(losses=("words: missing y",)))
    text = told(found)
    assert "Somebody" not in text
    assert "comment 31: another comment has its number" in text
    assert "comment 31: words: missing y" in text


def test_of_what_is_withheld_not_even_the_title_is_told():
    found = report()
    found.add(Post(8, "Secret", "", source=Source("x")), "Secret", "withheld", reason="a draft", notes=("a note",))
    assert "Secret" not in told(found)


@pytest.mark.parametrize("path", ["wp-content/a.jpg", "wp-content/`a`.jpg"], ids=["plain", "backticks"])
def test_files_that_are_not_here_are_listed(path):
    found = report()
    found.media = Media(missing=(path,))
    assert f"{path}" in render(section(told(found), "Files that are not here")).replace("<code>", "")


def test_where_nothing_was_lost_it_says_so():
    text = told(report())
    assert section(text, "What could not be kept") == "Nothing was lost."
    assert section(text, "Files that are not here") == "Every file is here."
