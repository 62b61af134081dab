"""A page's digests change when what it says or how it looks does, and only then."""

from __future__ import annotations

import threading
from http import HTTPStatus
from pathlib import Path

import pytest

from sociable.errors import Problem
from sociable.serving.site import Page, Site

HEAD = '<link rel="stylesheet" href="/theme/site.css?v=0a1b">'


@pytest.fixture
def site(tmp_path: Path) -> Site:
    files = {
        "index.html": f"{HEAD}<p>Home",
        "404.html": "<p>Not here",
        "a/index.html": f'{HEAD}<p>A<img src="../images/one.svg"><img src="https://elsewhere.example/x.png">',
        "theme/site.css": "p {}",
        "images/one.svg": "<svg/>",
        "images/two.svg": "<svg/>",
    }
    for name, text in files.items():
        put(tmp_path / "output" / name, text)
    return Site(tmp_path / "output")


def put(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")


def page(site: Site, path: str = "/a/") -> Page:
    found = site.page(path)
    assert found
    return found


NOTHING, TEXT, STYLES = (False, False), (True, False), (False, True)


@pytest.mark.parametrize(
    ("file", "text", "changes"),
    [
        pytest.param("a/index.html", f"{HEAD}<p>B", TEXT, id="its words"),
        pytest.param("images/one.svg", "<svg></svg>", TEXT, id="an image that it shows"),
        pytest.param("theme/site.css", "p {color: red}", STYLES, id="its style sheet"),
        pytest.param("index.html", "<p>Other", NOTHING, id="another page"),
        pytest.param("images/two.svg", "<svg></svg>", NOTHING, id="an image of another page"),
        pytest.param("images/one.svg", "<svg/>", NOTHING, id="the same bytes again"),
    ],
)
def test_only_what_a_page_is_made_of_changes_it(site: Site, file: str, text: str, changes: tuple[bool, bool]) -> None:
    before = page(site)
    put(site.folder / file, text)
    after = page(site)
    assert (after.text != before.text, after.styles != before.styles) == changes


def test_a_new_version_of_the_themes_files_is_a_change_of_looks_and_not_of_words(site: Site) -> None:
    before = page(site, "/")
    put(site.folder / "index.html", f"{HEAD}<p>Home".replace("0a1b", "2c3d"))
    after = page(site, "/")
    assert after.text == before.text and after.styles != before.styles


@pytest.mark.parametrize(
    ("path", "file"),
    [
        ("/", "index.html"),
        ("/a/", "a/index.html"),
        ("/a/index.html", "a/index.html"),
        ("/%61/", "a/index.html"),
        ("/a/../a/", "a/index.html"),
        ("/a", None),
        ("/images/", None),
        ("/a/index.html/", None),
        ("/../../etc/passwd", None),
        ("/%2e%2e/secret.html", None),
        ("/..%2fsecret.html", None),
        ("/%00/", None),
        ("/\udcff/", None),
    ],
)
def test_a_path_means_a_file_of_the_site_or_none(site: Site, path: str, file: str | None) -> None:
    put(site.folder.parent / "secret.html", "secret")
    assert site.file(path) == (site.folder / file if file else None)


def test_where_no_page_is_stands_the_sites_own_page_for_that(site: Site) -> None:
    assert (page(site, "/b/").status, page(site, "/b/").html) == (HTTPStatus.NOT_FOUND, b"<p>Not here")
    assert page(site, "/").status == HTTPStatus.OK
    assert site.page("/images/one.svg") is None


def test_a_site_that_was_never_built_says_so_and_then_what_is_wrong(tmp_path: Path) -> None:
    site = Site(tmp_path / "output")
    waiting = page(site, "/")
    assert waiting.status == HTTPStatus.SERVICE_UNAVAILABLE and b"is being built" in waiting.html
    site.tell([Problem('no title in "<b>"', "content/blog/x.md", 3, mend="Give it one.")])
    failed = page(site, "/")
    assert b"<code>content/blog/x.md:3</code> no title in &quot;&lt;b&gt;&quot;. <em>Give it one.</em>" in failed.html
    assert failed.text != waiting.text
    site.tell([])
    assert b"There is no page here" in page(site, "/").html


def test_who_waits_hears_of_a_build_at_once_and_who_missed_one_does_not_wait(tmp_path: Path) -> None:
    site = Site(tmp_path)
    heard = []
    waiting = threading.Thread(target=lambda: heard.append(site.wait(0, 20)))
    waiting.start()
    site.tell([Problem("wrong")])
    waiting.join(20)
    assert heard == [site.news] and site.news.builds == 1
    assert site.wait(0, 20) is site.news
    assert site.wait(1, 0) is site.news
