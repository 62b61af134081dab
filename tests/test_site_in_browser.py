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
    "principle": "principles/inside-2/",
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
