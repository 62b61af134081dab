"""The built sample site as readers meet it: every page kind, checked by axe-core and the Nu Html Checker."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.building import ROOT, Built, build

if TYPE_CHECKING:
    from tests.browser import Browser

pytest_plugins = ["tests.browser"]
pytestmark = [pytest.mark.browser, pytest.mark.slow]

OLD = "archive/harbour-notes/"
KINDS = {
    "home": "",
    "blog": "blog/",
    "post": "blog/2026/06/how-to-write-a-post/",
    "blog month": "blog/2026/10/",
    "tags": "tags/",
    "authors": "authors/",
    "author": "authors/digital-access-team/",
    "organisations": "organisations/",
    "organisation": "organisations/harbour-district-council/",
    "principles": "principles/",
    "organisation without progress": "organisations/leeds-city-council/",
    "principles by year": "principles/years/",
    "principle": "principles/inside-2/",
    "principle, the blog alone": "principles/inside-2/blog/",
    "organisation, the archives alone": "organisations/harbour-district-council/archives/",
    "cell": "principles/outside-5/harbour-district-council/",
    "gap": "principles/inside-4/harbour-district-council/",
    "page": "accessibility/",
    "not found": "404.html",
    "archives": "archive/",
    "archive home": OLD,
    "archive year": f"{OLD}2012/",
}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Built:
    return build(ROOT / "content", tmp_path_factory.mktemp("site") / "output")


@pytest.fixture(scope="module")
def home(site: Built, serve: Callable[[Path], str]) -> str:
    return serve(site.output)


def kinds(site: Built) -> dict[str, str]:
    """One page of every kind; of the archive's, the first found and every post and page of it."""
    below = sorted(address for address in site.addresses() if address.startswith(OLD))
    first = {
        f"archive {part}": next(address for address in below if address.startswith(f"{OLD}{part}/"))
        for part in ("category", "tag", "author")
    }
    tag = next(address for address in sorted(site.addresses()) if address.startswith("tags/") and address != "tags/")
    return {**KINDS, **first, "tag": tag}


def archived(site: Built) -> list[str]:
    """Every post and page of the sample archive."""
    below = sorted(address for address in site.addresses() if address.startswith(OLD))
    return [address for address in below if site.page(address).select_one("main article .seal")]


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_axe_finds_nothing_wrong_on_any_page_kind(
    browser: Browser, site: Built, home: str, width: int, dark: bool
) -> None:
    wrong = {
        kind: list(map(str, found))
        for kind, address in kinds(site).items()
        if (found := browser.audit(f"{home}/{address}", width=width, dark=dark))
    }
    assert not wrong


def test_axe_finds_nothing_wrong_on_any_post_of_the_archive(browser: Browser, site: Built, home: str) -> None:
    wrong = {
        address: list(map(str, found))
        for address in archived(site)
        if (found := browser.audit(f"{home}/{address}", width=320))
    }
    assert not wrong


def test_the_html_checker_finds_no_error_on_any_page(
    check_html: Callable[[Sequence[str]], list[str]], site: Built, home: str
) -> None:
    said = check_html([f"{home}/{address}" for address in [*kinds(site).values(), *archived(site)]])
    assert [message for message in said if ": error: " in message] == []


def test_no_page_asks_another_host_or_scrolls_sideways_at_320(browser: Browser, site: Built, home: str) -> None:
    for address in [*kinds(site).values(), *archived(site)]:
        browser.open(f"{home}/{address}", width=320)
        assert [asked for asked in browser.requests() if not asked.startswith((home, "about:", "data:"))] == [], address
        assert browser.ask("return document.documentElement.scrollWidth") <= 320, address


def walk(browser: Browser, to: str, *, most: int = 120) -> None:
    """Press the tabulator until the link whose address ends with ``to`` has the focus, and follow it by Enter.

    Every stop on the way is within the window and has an outline of 3 px.
    """
    for _ in range(most):
        stop = browser.tab()
        assert stop.seen and stop.outline >= 3, stop
        if stop.tag == "a" and browser.ask("return document.activeElement.href").endswith(to):
            browser.press("\ue007")
            assert browser.ask("return location.href").endswith(to)
            return
    pytest.fail(f"no stop of the first {most} leads to {to}")


@pytest.mark.parametrize("width", [320, 1280])
def test_the_keyboard_alone_goes_from_home_by_the_matrix_to_a_post_and_on_to_a_gap(
    browser: Browser, home: str, width: int
) -> None:
    browser.open(f"{home}/", width=width)
    walk(browser, "/principles/")
    walk(browser, "/principles/outside-5/harbour-district-council/")
    walk(browser, "/blog/2026/11/an-address-that-fits-on-a-poster/")
    walk(browser, "/organisations/harbour-district-council/")
    table = "document.querySelector('table.data')"
    assert browser.ask(f"return {table}.innerText").count("since") > 3, "progress is here"
    walk(browser, "/principles/inside-4/harbour-district-council/")
    assert browser.ask("return document.querySelector('main h2:not(.hidden)').innerText") == "Nothing written here yet"


def test_the_matrix_is_read_by_its_headers_alone(browser: Browser, home: str) -> None:
    """As a screen reader does: the browser's own tree says of each cell which heads it has."""
    browser.open(f"{home}/principles/", width=320)
    tree = browser.driver.execute_cdp_cmd("Accessibility.getFullAXTree", {})["nodes"]
    roles = [node["role"]["value"] for node in tree if not node["ignored"]]
    assert roles.count("rowheader") == 5, "four organisations, and all together"
    assert roles.count("columnheader") >= 12, "ten principles, whose rows they are, and all of them"
    names = [node["name"]["value"] for node in tree if node["role"]["value"] == "columnheader" and not node["ignored"]]
    assert "Outside 5 Print points online" in names
    cells = [node["name"]["value"] for node in tree if node["role"]["value"] == "link" and not node["ignored"]]
    assert "1 on the blog, newest 2026 (Under way)" in cells
    assert "Nothing yet (Trying it, said more than a year ago)" in cells


def test_a_table_laid_out_in_blocks_is_still_a_table_to_the_ear(browser: Browser, home: str) -> None:
    browser.open(f"{home}/organisations/harbour-district-council/", width=320)
    tree = browser.driver.execute_cdp_cmd("Accessibility.getFullAXTree", {})["nodes"]
    roles = [node["role"]["value"] for node in tree if not node["ignored"]]
    assert (roles.count("table"), roles.count("rowheader"), roles.count("columnheader")) == (1, 10, 4)


def test_the_matrix_scrolls_by_itself_in_a_named_region_that_the_keyboard_reaches(browser: Browser, home: str) -> None:
    browser.open(f"{home}/principles/", width=320)
    region = browser.ask(
        "const box = document.querySelector('.scroller');"
        "return [box.tabIndex, box.getAttribute('role'), box.getAttribute('aria-label'), box.scrollWidth > box.clientWidth]"
    )
    assert region == [0, "region", "Posts and progress by organisation and principle", True]
