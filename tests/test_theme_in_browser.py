"""The theme as readers meet it: every example in a Chromium, at two widths, in light and dark, by keyboard, in print."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.theme_examples import EXAMPLES, build

if TYPE_CHECKING:
    from tests.browser import Browser

pytest_plugins = ["tests.browser"]
pytestmark = pytest.mark.browser

NARROW, WIDE = 320, 1280
"""320 px is what WCAG 2.2 asks of reflow (1.4.10): 1280 px seen at 400 %."""

each_example = pytest.mark.parametrize("name", EXAMPLES)


@pytest.fixture(scope="module")
def site(serve: Callable[[Path], str], tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of all examples, rendered."""
    folder = tmp_path_factory.mktemp("theme")
    build(folder)
    return serve(folder)


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [NARROW, WIDE])
@each_example
def test_axe_finds_nothing_wrong(browser: Browser, site: str, name: str, width: int, dark: bool) -> None:
    found = browser.audit(f"{site}/{name}.html", width=width, dark=dark)
    assert not found, "\n".join(map(str, found))


def test_the_audit_finds_what_is_wrong(browser: Browser, serve: Callable[[Path], str], tmp_path: Path) -> None:
    bad = "<!doctype html><title>Bad</title><p style='color: #999'>Pale <img src='x.png'></p>"
    (tmp_path / "bad.html").write_text(bad, encoding="utf-8")
    rules = {violation.rule for violation in browser.audit(f"{serve(tmp_path)}/bad.html")}
    assert {"html-has-lang", "image-alt", "color-contrast"} <= rules


def test_the_html_checker_has_nothing_to_say(check_html: Callable[[Sequence[str]], list[str]], site: str) -> None:
    assert check_html([f"{site}/{name}.html" for name in EXAMPLES]) == []


def test_the_html_checker_finds_what_is_wrong(
    check_html: Callable[[Sequence[str]], list[str]], serve: Callable[[Path], str], tmp_path: Path
) -> None:
    (tmp_path / "bad.html").write_text("<!doctype html><p><center>Bad</center>", encoding="utf-8")
    assert any("error: " in message for message in check_html([f"{serve(tmp_path)}/bad.html"]))


@each_example
def test_no_page_asks_another_host_or_makes_the_browser_complain(browser: Browser, site: str, name: str) -> None:
    browser.open(f"{site}/{name}.html")
    asked = [address for address in browser.requests() if not address.startswith((site + "/", "about:", "data:"))]
    assert asked == []
    expected = ("/files/gone.jpg",)  # the one picture that the examples say is missing
    assert [words for words in browser.complaints() if not any(name in words for name in expected)] == []


@each_example
def test_no_page_scrolls_sideways_at_320_pixels(browser: Browser, site: str, name: str) -> None:
    browser.open(f"{site}/{name}.html", width=NARROW)
    assert browser.ask("return document.documentElement.scrollWidth") <= NARROW


def test_what_is_too_wide_scrolls_in_a_box_that_the_keyboard_reaches(browser: Browser, site: str) -> None:
    browser.open(f"{site}/archived.html", width=NARROW)
    wide = browser.ask(
        "return [...document.querySelectorAll('.prose *')].filter(box => box.scrollWidth > box.clientWidth + 1"
        " && getComputedStyle(box).overflowX === 'auto').map(box => [box.tabIndex, box.getAttribute('aria-label')])"
    )
    assert [0, "Code"] in wide
    assert [0, "Table"] in wide
    assert all(tabindex == 0 and label for tabindex, label in wide)


def test_the_keyboard_goes_from_the_skip_link_through_navigation_to_the_text(browser: Browser, site: str) -> None:
    browser.open(f"{site}/post.html")
    stops = [browser.tab() for _ in range(30)]
    assert stops[0].classes == "skip-link"
    assert [stop.words for stop in stops[1:6]] == [
        "The Sample Organisation",
        "Blog",
        "Principles",
        "Organisations",
        "Archive",
    ]
    assert stops[6].words == "Blog", "the folio says where one is"
    hidden = [stop for stop in stops if not stop.seen or stop.outline < 3]
    assert not hidden, "every stop is within the window, with an outline of 3 px"


def test_the_skip_link_leads_past_the_navigation(browser: Browser, site: str) -> None:
    browser.open(f"{site}/post.html")
    browser.tab()
    browser.press("\ue007")
    assert browser.ask("return document.activeElement.id") == "content"
    assert browser.tab().words == "Blog"
    assert browser.ask("return document.activeElement.closest('.folio') !== null")


def test_the_four_signals_of_the_archive_survive_forced_colours(browser: Browser, site: str) -> None:
    browser.open(f"{site}/archived.html", forced=True)
    line = "getComputedStyle(document.querySelector('article .row > .body'))"
    assert browser.ask(f"return [{line}.borderInlineStartStyle, {line}.borderInlineStartWidth]") == ["double", "6px"]
    assert browser.ask("return getComputedStyle(document.querySelector('h1')).fontStyle") == "italic"
    assert browser.ask("return document.querySelector('.seal').innerText").startswith("Archived")
    filled, open_ring = (
        browser.ask(f"return getComputedStyle(document.querySelector('[data-side={side}] .shape')).backgroundColor")
        for side in ("inside", "outside")
    )
    assert filled != open_ring, "inside stays a filled room"


def test_paper_shows_the_words_and_not_the_ways_about(browser: Browser, site: str) -> None:
    browser.open(f"{site}/post.html", media="print")
    shown = browser.ask(
        "return Object.fromEntries(['.masthead nav', '.reply', '.pager', '.masthead .name', '.prose', '.comment']"
        ".map(part => [part, document.querySelector(part).getClientRects().length > 0]))"
    )
    assert shown == {
        ".masthead nav": False,
        ".reply": False,
        ".pager": False,
        ".masthead .name": True,
        ".prose": True,
        ".comment": True,
    }


@pytest.mark.parametrize("name", ["404", "organisations", "listing-empty", "archives", "principle-inside-empty"])
def test_the_line_reaches_the_foot_of_a_short_page(browser: Browser, site: str, name: str) -> None:
    browser.open(f"{site}/{name}.html", width=WIDE)
    bottoms = browser.ask(
        "const rows = [...document.querySelectorAll('main .row > .body')];"
        "return [rows.at(-1), document.querySelector('main')].map(part => Math.round(part.getBoundingClientRect().bottom))"
    )
    assert bottoms[0] == bottoms[1]


def test_the_line_never_breaks(browser: Browser, site: str) -> None:
    for name in ("post", "archived", "archive", "organisation", "principle", "listing"):
        browser.open(f"{site}/{name}.html", width=WIDE)
        gaps = browser.ask(
            "const rows = [...document.querySelectorAll('main .row > .body')].map(row => row.getBoundingClientRect());"
            "return rows.slice(1).map((row, index) => Math.abs(row.top - rows[index].bottom)).filter(gap => gap > 0.6)"
        )
        assert gaps == [], name
