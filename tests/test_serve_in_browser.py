"""What the one who writes sees: a page that renews itself, and in plain words what is wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.wait import WebDriverWait

from tests.building import VOCABULARY, lay, post
from tests.serving import PATIENCE, Serving, copy_of_the_project, serving

if TYPE_CHECKING:
    from tests.browser import Browser

pytest_plugins = ["tests.browser"]
pytestmark = [pytest.mark.browser, pytest.mark.slow]

A = "blog/2024/03/a/"
FILE = "blog/2024-03-01-a.md"
LONG = "\n\n".join(["Words and more words."] * 200)

TITLE = "return document.title"
SCROLLED = "return Math.round(scrollY)"
ALERT = "return document.querySelector('sociable-alert')?.shadowRoot.querySelector('[role=alert]').innerText ?? ''"
INK = "return getComputedStyle(document.body).color"


@pytest.fixture
def content(tmp_path: Path) -> Path:
    return lay(tmp_path / "content", {**VOCABULARY, FILE: post("First words", body=LONG)})


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return copy_of_the_project(tmp_path / "site")


@pytest.fixture
def served(content: Path, tmp_path: Path, root: Path) -> Iterator[Serving]:
    with serving(content, tmp_path / "output", root=root) as running:
        running.hear(lambda news: news["build"] == 1, A)
        yield running


@pytest.fixture
def see(browser: Browser) -> Callable[[str, Callable[[Any], bool]], Any]:
    """Waits until what a script returns is as wanted, with nobody touching the browser, and returns it."""

    def until(script: str, wanted: Callable[[Any], bool]) -> Any:
        WebDriverWait(browser.driver, PATIENCE, 0.05).until(lambda _: wanted(browser.ask(script)))
        return browser.ask(script)

    return until


See = Callable[[str, Callable[[Any], bool]], Any]


def test_a_saved_file_renews_the_page_where_it_is_and_a_mistake_is_said_until_it_is_mended(
    browser: Browser, served: Serving, content: Path, see: See
) -> None:
    browser.open(served.home + A)
    see(TITLE, lambda title: title.startswith("First words"))
    browser.ask("scrollTo(0, 900)")
    lay(content, {FILE: post("Second words", body=LONG)})
    see(TITLE, lambda title: title.startswith("Second words"))
    see(SCROLLED, lambda scrolled: scrolled == 900)
    lay(content, {FILE: post("Third words", principles="<b>outside-1</b>", body=LONG)})
    said = see(ALERT, bool)
    assert "there is one thing to mend" in said and "2024-03-01-a.md:4" in said and "<b>outside-1</b>" in said
    assert browser.ask(TITLE).startswith("Second words")
    browser.ask("window.here = true")
    lay(content, {FILE: post("Second words", body=LONG)})
    see(ALERT, lambda said: not said)
    assert browser.ask("return window.here"), "a page that had not changed was loaded again"
    assert browser.complaints() == []


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_the_alert_is_accessible_and_goes_by_the_keyboard_until_the_next_build(
    browser: Browser, served: Serving, content: Path, see: See, dark: bool
) -> None:
    wrong = [post("First words", princples="outside-1", organisations=f"Nowhere {number};") for number in range(2)]
    lay(content, {FILE: wrong[0]})
    served.hear(lambda news: bool(news["problems"]), A)
    browser.open(served.home + A, width=320, dark=dark)
    assert "there are 2 things to mend" in see(ALERT, bool)
    assert browser.audit_open_page() == []
    assert browser.ask("return document.documentElement.scrollWidth") <= 320
    browser.tab()
    held = "return document.activeElement.shadowRoot?.activeElement?.textContent"
    assert browser.ask(held) == "Hide this (Escape)"
    browser.press(Keys.ENTER)
    see(ALERT, lambda said: not said)
    lay(content, {FILE: wrong[1]})
    assert "Nowhere 1" in see(ALERT, bool)
    browser.press(Keys.ESCAPE)
    see(ALERT, lambda said: not said)


def test_a_site_that_could_not_be_built_says_so_on_an_accessible_page_and_appears_when_mended(
    browser: Browser, content: Path, tmp_path: Path, see: See
) -> None:
    lay(content, {FILE: post("First words", princples="x")})
    with serving(content, tmp_path / "output") as served:
        browser.open(served.home + A)
        see(TITLE, lambda title: title == "The site could not be built")
        assert "2024-03-01-a.md:4" in browser.ask("return document.body.innerText")
        assert browser.audit_open_page() == []
        lay(content, {FILE: post("First words")})
        see(TITLE, lambda title: title.startswith("First words"))


def test_a_style_sheet_is_taken_up_without_loading_the_page_again_and_code_without_touching_the_browser(
    browser: Browser, served: Serving, root: Path, see: See
) -> None:
    browser.open(served.home + A)
    before = browser.ask(INK)
    browser.ask("window.here = true")
    sheet = root / "theme" / "static" / "css" / "site.css"
    sheet.write_text(sheet.read_text(encoding="utf-8") + "\nbody { color: rgb(1, 2, 3) }\n", encoding="utf-8")
    assert see(INK, lambda ink: ink != before) == "rgb(1, 2, 3)"
    assert browser.ask("return window.here")
    conf = root / "pelicanconf.py"
    conf.write_text(
        conf.read_text(encoding="utf-8").replace("The Sociable Organisation", "Another Name"), encoding="utf-8"
    )
    see(TITLE, lambda title: title.endswith("Another Name"))
