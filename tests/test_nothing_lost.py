"""Real exports, imported and built: nothing that is stored is missing from the pages, by a check of its own."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from independent import Held, of_html, of_stored, of_tree, published

from sociable.importing import run
from tests.building import VOCABULARY, build, lay

EXPORTS = {
    "cc-labs": ("wxr/cc-labs.wordpress.2014-11-21.xml", 224, 181),
    "theme-data": ("wxr/themeunittestdata.wordpress.xml", 76, 29),
}
"""For each archive its export, and how many posts and pages and how many comments and pings on them are public."""


@pytest.mark.slow
@pytest.mark.parametrize("name", EXPORTS)
def test_no_word_link_image_heading_code_cell_or_comment_is_lost(legacy: Path, tmp_path: Path, name: str) -> None:
    file, texts, comments = EXPORTS[name]
    content = lay(tmp_path / "content", VOCABULARY)
    report = run([legacy / file], name=name, content=content)
    assert not [
        item for item in report.items if item.proof and item.proof.losses and not _is_refused(item.proof.losses)
    ]
    addresses = _addresses(content / "archive" / name / "bag/data")
    site = build(content, tmp_path / "output")
    lost = {}
    seen = [0, 0]
    for text in published(legacy / file):
        page = of_tree(BeautifulSoup(site.text(f"archive/{name}/{addresses[text.number]}"), "html5lib"))
        stored = {"": text.stored, **{f"comment {one.number}": one.stored for one in text.comments}}
        for what, body in stored.items():
            if lacks := of_stored(body).lacks(page):
                lost[text.number, what] = lacks
        seen[0] += 1
        seen[1] += len(text.comments)
    assert lost == {}
    assert seen == [texts, comments]


def _is_refused(losses: tuple[str, ...]) -> bool:
    """Say whether all that a report lists are addresses that no page may have."""
    return all(re.match(r"(?:links|images): missing “(?:data|skype):", loss) for loss in losses)


def _addresses(data: Path) -> dict[int, str]:
    """The address of each post and page of an archive below its own, by number."""
    headers = (path.read_text(encoding="utf-8").partition("\n\n")[0] for path in data.glob("p*s/*.md"))
    found = ({line.partition(": ")[0]: line.partition(": ")[2] for line in each.split("\n")} for each in headers)
    return {int(header["Id"]): header["Path"] for header in found}


WHOLE = (
    "<h3>A heading</h3><p>It's one &#8211; two <a href='/x/y/'>three</a> <img src='a-300x200.jpg'> :D</p>"
    "<pre>a\n  b</pre><table><tr><td>c d</td></tr></table>"
)
MISSING = {
    "a word": ("two ", "words"),
    "a link": ("href='/x/y/'", "links"),
    "a picture": ("<img src='a-300x200.jpg'>", "images"),
    "a heading": ("h3", "headings"),
    "a space in code": ("  b", "code"),
    "a cell": ("c d", "cells"),
}


def test_the_check_sees_the_same_in_other_clothes() -> None:
    page = "<div>It\u2019s one \u2014 two <a href='/archive/o/y/'>three</a><img src='/o/a.jpg'></div>"
    assert (
        of_stored(WHOLE).lacks(of_html(f"<h2>A Heading</h2>{page}<pre>a\n  b\n</pre><table><td>c d</td></table>")) == {}
    )


@pytest.mark.parametrize(("part", "kind"), MISSING.values(), ids=MISSING)
def test_the_check_finds_what_is_missing(part: str, kind: str) -> None:
    damaged = WHOLE.replace(part, "b" if part == "h3" else "")
    assert kind in of_html(WHOLE).lacks(of_html(damaged))


def test_the_check_passes_over_what_only_wordpress_could_show() -> None:
    stored = '<!-- wp:x {"a":"b"} -->[caption width="9" caption="said"]<img src="a.jpg">[/caption]<!-- /wp:x -->'
    assert of_stored(stored) == Held(**{**vars(of_html("said")), "images": of_html('<img src="a.jpg">').images})
