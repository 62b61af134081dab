"""A deposit: one archive in one ZIP file, to be read without a server."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urldefrag, urlsplit

import pytest
from bs4 import BeautifulSoup

from sociable.archive.portable import deposit, page
from sociable.errors import ArchiveError
from tests.building import ROOT, build

if TYPE_CHECKING:
    from tests.browser import Browser

pytest_plugins = ["tests.browser"]

pytestmark = pytest.mark.slow  # real builds and imports, many of them

ARCHIVE = ROOT / "content" / "archive" / "harbour-notes"
FILES = {
    name: Path(name) for name in ("index.html", "2013/01/x/index.html", "theme/css/site.css", "a.jpg", "é/index.html")
}


def turned(html: str, here: str = "2013/01/x/index.html", base: str = "") -> str:
    return page(html, here, FILES, f"{base}/archive/old/", base)


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        ('<a href="/archive/old/">x</a>', '<a href="../../../index.html">x</a>'),
        ('<a href="/archive/old/2013/01/x/#comment-2">x</a>', '<a href="index.html#comment-2">x</a>'),
        ('<a href="#page-2">x</a>', '<a href="#page-2">x</a>'),
        ('<a href="/archive/old/%C3%A9/">x</a>', '<a href="../../../%C3%A9/index.html">x</a>'),
        ('<img src="/archive/old/a.jpg" alt="">', '<img src="../../../a.jpg" alt="">'),
        ('<img srcset="/archive/old/a.jpg 2x" alt="">', '<img srcset="../../../a.jpg 2x" alt="">'),
        (
            '<link rel="stylesheet" href="/theme/css/site.css?v=1">',
            '<link rel="stylesheet" href="../../../theme/css/site.css">',
        ),
        ('<a href="/blog/">x</a>', '<a href="../../../not-in-this-copy/index.html">x</a>'),
        ('<a href="/archive/old/never/">x</a>', '<a href="../../../not-in-this-copy/index.html">x</a>'),
        ('<a href="/archive/older/">x</a>', '<a href="../../../not-in-this-copy/index.html">x</a>'),
        ('<a href="https://web.example/">x</a>', '<a href="https://web.example/">x</a>'),
        ('<a href="//web.example/">x</a>', '<a href="//web.example/">x</a>'),
        ('<code> href="/blog/"</code>', '<code> href="/blog/"</code>'),
        ('<link rel="canonical" href="/archive/old/">\n', ""),
        ('<link rel="canonical" href="https://new.example/">', '<link rel="canonical" href="https://new.example/">'),
    ],
    ids=lambda value: value[:50],
)
def test_an_address_is_turned_to_the_copy_and_a_text_is_left_alone(given, wanted):
    assert turned(given) == wanted


def test_a_site_below_a_path_has_its_addresses_turned_too():
    assert turned('<a href="/base/archive/old/">x</a>', base="/base") == '<a href="../../../index.html">x</a>'


def test_a_site_that_is_not_built_is_refused_and_nothing_is_written(tmp_path):
    with pytest.raises(ArchiveError, match="is not built"):
        deposit(ARCHIVE, tmp_path, "Notes", tmp_path / "notes.zip")
    assert not list(tmp_path.iterdir())


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample's deposit, unpacked."""
    folder = tmp_path_factory.mktemp("deposit")
    site = build(ROOT / "content", folder / "output")
    deposit(ARCHIVE, site.output, "Harbour Notes", folder / "notes.zip")
    with zipfile.ZipFile(folder / "notes.zip") as packed:
        packed.extractall(folder / "stick")
    return folder / "stick" / "harbour-notes"


def test_the_bag_is_in_it_to_the_byte(copy):
    held = {path.relative_to(ARCHIVE): path.read_bytes() for path in ARCHIVE.rglob("*") if path.is_file()}
    assert {
        path.relative_to(copy / "archive"): path.read_bytes()
        for path in (copy / "archive").rglob("*")
        if path.is_file()
    } == held


def test_the_same_archive_gives_the_same_bytes(tmp_path):
    site = build(ROOT / "content", tmp_path / "output")
    packed = []
    for name in ("one.zip", "two.zip"):
        deposit(ARCHIVE, site.output, "Harbour Notes", tmp_path / name)
        packed.append((tmp_path / name).read_bytes())
    assert packed[0] == packed[1]


def test_every_link_of_the_copy_leads_to_a_file_of_the_copy_or_to_the_web(copy):
    root = copy / "pages"
    count = 0
    for path in root.rglob("*.html"):
        for element in BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser").select("[href], [src]"):
            address = element.get("href") or element["src"]
            if urlsplit(address).scheme or address.startswith(("//", "#")):
                continue
            target = (path.parent / unquote(urldefrag(address).url)).resolve()
            assert target.is_file() and target.is_relative_to(root.resolve()), (path, address)
            count += 1
    assert count > 2000


@pytest.mark.browser
@pytest.mark.slow
def test_every_link_of_fifty_pages_opens_a_page_with_the_network_cut(copy: Path, browser: Browser) -> None:
    root = (copy / "pages").resolve()
    browser.cut_off()
    try:
        assert click_through(browser, root) > 100
    finally:
        browser.reconnect()


def click_through(browser: Browser, root: Path) -> int:
    """Click every link of fifty pages that no page before had; return how many places they led to."""
    known: dict[str, bool] = {}
    for path in sorted(root.rglob("*.html"))[:: max(1, len(list(root.rglob("*.html"))) // 50)][:50]:
        browser.open(path.as_uri())
        assert not browser.complaints(), path
        assert all(address.startswith((root.as_uri(), "data:")) for address in browser.requests()), path
        assert browser.ask("return document.querySelector('main') !== null"), path
        count = browser.ask("return document.querySelectorAll('a[href]').length")
        for number in range(count):
            leads = browser.ask(f"return document.querySelectorAll('a[href]')[{number}].href")
            if not leads.startswith("file:") or urldefrag(leads).url in known:
                assert not leads.startswith("file:") or known[urldefrag(leads).url]
                continue
            browser.ask(f"document.querySelectorAll('a[href]')[{number}].click()")
            here = urldefrag(browser.driver.current_url).url
            known[urldefrag(leads).url] = here == urldefrag(leads).url and here.startswith(root.as_uri())
            assert known[urldefrag(leads).url], (path, leads, here)
            if not here.endswith(".html"):
                assert here.endswith((".atom", ".jpg", ".png", ".pdf", ".txt", ".gif", ".css")), here
            browser.open(path.as_uri())
    return len(known)
