"""Pelican's own themes and ordinary plugins: with Pelican's writer, and plugins with this site's own."""

from __future__ import annotations

import importlib.util
import itertools
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any
from urllib.parse import unquote, urlsplit
from xml.etree import ElementTree

import pytest
from bs4 import BeautifulSoup

import pelicanconf
from plugins import shape
from plugins.stock import plain
from plugins.views import TEMPLATES
from sociable.archive.portable import deposit
from sociable.importing import run
from tests.building import ROOT, VOCABULARY, Built, build, lay, post

SAMPLE = ROOT / "sample"
ATOM = "{http://www.w3.org/2005/Atom}"
TALK = "=== comment 1 ===\nAuthor: A resident\nDate: 2024-03-02 10:00\n\nHear *hear*.\n"

ADDS = """
from pelican import signals
from pelican.contents import Article

def add(content):
    if isinstance(content, Article):
        content._content += "<p>A sentence of the plugin’s.</p>"

def add_to_all(generator):
    for article in generator.articles:
        add(article)

def add_in_the_end(generators):
    add_to_all(generators[0])
"""
HOOKS = {
    "as each article is made": "signals.content_object_init.connect(add)",
    "once articles are read": "signals.article_generator_finalized.connect(add_to_all)",
    "once everything is read": "signals.all_generators_finalized.connect(add_in_the_end)",
}
WRITES = """
from pathlib import Path
from pelican import signals

def sign(path, context):
    page = Path(path)
    page.write_text(page.read_text(encoding="utf-8") + "<!-- signed -->", encoding="utf-8")

def list_all(pelican):
    Path(pelican.settings["OUTPUT_PATH"], "list.txt").write_text("a list", encoding="utf-8")

def register():
    signals.content_written.connect(sign)
    signals.finalized.connect(list_all)
"""
READS = """
from pathlib import Path
from pelican import signals
from pelican.contents import Article

def add(content):
    if isinstance(content, Article) and content.slug == "hello":
        content._content += Path({path!r}).read_text(encoding="utf-8")

def register():
    signals.content_object_init.connect(add)
"""

MAKES = """
from datetime import UTC, datetime
from pelican import signals
from pelican.contents import Article

def make(generator):
    metadata = {"title": "Made up", "slug": "made-up", "date": datetime(2024, 2, 1, tzinfo=UTC), "status": "published"}
    generator.articles.append(Article("<p>Out of nothing.</p>", metadata, generator.settings, None, generator.context))

def register():
    signals.article_generator_pretaxonomy.connect(make)
"""

themes = pytest.mark.parametrize("theme", ["simple", "notmyidea"])
number = itertools.count()


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """Two posts, one of them talked about, a page, and the vocabulary."""
    hello = post("Hello", principles="outside-1, inside-2", tags="rota, C, C++", body="Some *words*.")
    return lay(
        tmp_path / "content",
        {
            **VOCABULARY,
            "blog/2024-03-01-hello.md": hello,
            "blog/comments/2024-03-01-hello.md": TALK,
            "blog/2024-04-01-again.md": post("Again", date="2024-04-01", authors="Web team; Desk, the;", tags="rota"),
            "pages/about.md": "Title: About us\n\nSee [the post]({filename}../blog/2024-03-01-hello.md).\n",
        },
    )


@pytest.fixture
def archived(content: Path) -> Path:
    """The same with an archive."""
    council = "Title: Harbour District Council\nKind: Council\n\nOne by the sea.\n"
    lay(content, {"organisations/harbour-district-council.md": council})
    run([SAMPLE / "harbour-notes.wordpress.xml"], name="harbour-notes", content=content, about=SAMPLE / "about.md")
    return content


@pytest.fixture
def plugin(tmp_path: Path) -> Callable[[str], ModuleType]:
    """Makes an ordinary plugin of its source."""

    def made(source: str) -> ModuleType:
        name = f"ordinary_{next(number)}"
        path = lay(tmp_path / "ordinary", {f"{name}.py": source}) / f"{name}.py"
        spec = importlib.util.spec_from_file_location(name, path)
        assert spec and spec.loader
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        return module

    return made


def stock(content: Path, output: Path, theme: str = "simple", **settings: Any) -> Built:
    """Build with Pelican's own writer."""
    return build(content, output, INCREMENTAL_WRITER=False, THEME=theme, **settings)


def with_plugin(module: ModuleType) -> dict[str, Any]:
    return {"PLUGINS": [*pelicanconf.PLUGINS, module]}


def dead_links(site: Built) -> set[str]:
    """The addresses of this site that a page of it leads to and that nothing stands at."""
    found = set()
    for path in site.output.rglob("*.html"):
        page = BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")
        for tag in page.find_all(["a", "link", "img", "script"]):
            address = urlsplit(tag.get("href") or tag.get("src") or "")
            if address.path.startswith("/") and not address.netloc and not site.has(unquote(address.path[1:])):
                found.add(address.path)
    return found


def files(output: Path) -> dict[str, bytes]:
    return {path.relative_to(output).as_posix(): path.read_bytes() for path in output.rglob("*") if path.is_file()}


@themes
def test_a_theme_of_pelicans_shows_the_blog_where_it_always_was(content: Path, tmp_path: Path, theme: str) -> None:
    site = stock(content, tmp_path / "output", theme)
    page = site.page("blog/2024/03/hello/")
    assert page.find("meta", {"name": "generator"})["content"] == "Pelican"
    assert page.find("em").get_text() == "words"
    assert site.links("blog/2024/03/hello/", "article address a") == ["Web team"]
    assert site.links("blog/2024/04/again/", "article address a") == ["Web team", "Desk, the"]
    for address in (
        "",
        "blog/",
        "blog/2024/",
        "blog/2024/03/",
        "authors/web-team/",
        "tags/rota/",
        "category/blog.html",
    ):
        assert "/blog/2024/03/hello/" in str(site.page(address).find_all("a")), address
    assert site.page("about/").find("a", string="the post")["href"] == "/blog/2024/03/hello/"
    assert {"tags/c/", "tags/c-2/", "tags/", "authors/"} <= site.addresses(), "C and C++ are two tags"


@themes
def test_archives_principles_and_organisations_stand_beside_it_and_no_link_is_dead(
    archived: Path, tmp_path: Path, theme: str
) -> None:
    site = stock(archived, tmp_path / "output", theme)
    assert not dead_links(site)
    for address in ("", "blog/2024/03/hello/"):
        menu = {link["href"] for link in site.page(address).find("nav").find_all("a")}
        assert {"/principles/", "/organisations/", "/archive/"} <= menu
    style = site.page("archive/harbour-notes/").find("link", rel="stylesheet")["href"]
    assert style.startswith("/theme/sociable/css/site.css")
    assert "Hello" in site.links("principles/outside-1/", ".entry .name a")
    assert site.has("theme/css/main.css") == (theme == "notmyidea")


def test_archives_are_the_same_pages_but_for_the_place_of_their_style(archived: Path, tmp_path: Path) -> None:
    ours, theirs = build(archived, tmp_path / "ours"), stock(archived, tmp_path / "theirs")
    paths = {path for path in files(ours.output) if path.startswith("archive/")}
    assert paths == {path for path in files(theirs.output) if path.startswith("archive/")}
    for path in sorted(paths):
        page = (theirs.output / path).read_bytes().replace(b"/theme/sociable/", b"/theme/")
        if path.endswith(".html"):
            blog = b'href="/">Blog<'
            page = page.replace(blog, b'href="/blog/">Blog<').replace(
                b'href="/">The blog today', b'href="/blog/">The blog today'
            )
        assert page == (ours.output / path).read_bytes(), path


def test_a_copy_of_an_archive_has_its_own_theme_and_no_other(archived: Path, tmp_path: Path) -> None:
    site = stock(archived, tmp_path / "output", "notmyidea")
    deposit(archived / "archive" / "harbour-notes", site.output, "Harbour Notes", tmp_path / "copy.zip")
    with zipfile.ZipFile(tmp_path / "copy.zip") as copy:
        names = [name for name in copy.namelist() if "/theme/" in name]
        assert names and all("/theme/sociable/" in name for name in names)
        home = BeautifulSoup(copy.read("harbour-notes/pages/index.html"), "html.parser")
    assert f"harbour-notes/pages/{home.find('link', rel='stylesheet')['href']}" in names


@themes
def test_below_a_post_are_its_principles_its_organisations_and_its_conversation(
    content: Path, tmp_path: Path, theme: str
) -> None:
    site = stock(content, tmp_path / "output", theme, FEED_ALL_ATOM="all.atom", SITEURL="https://blog.example")
    page = site.page("blog/2024/03/hello/")
    links = [link["href"] for link in page.select(".filed a")]
    assert links == ["/principles/outside-1/", "/principles/inside-2/", "/organisations/devon/"]
    assert page.select_one("#comment-1 .words em").get_text() == "hear"
    assert "Hear" not in site.text("")
    assert "Hear" not in site.text("all.atom")


@pytest.mark.parametrize("hook", HOOKS.values(), ids=HOOKS)
@pytest.mark.parametrize("incremental", [True, False], ids=["own writer", "pelicans writer"])
def test_what_an_ordinary_plugin_adds_is_on_the_page_and_in_the_feed(
    content: Path, tmp_path: Path, plugin: Callable[[str], ModuleType], incremental: bool, hook: str
) -> None:
    module = plugin(f"{ADDS}\ndef register():\n    {hook}\n")
    make = build if incremental else stock
    site = make(content, tmp_path / "output", **with_plugin(module))
    assert "A sentence of the plugin’s." in site.page("blog/2024/03/hello/").get_text()
    assert "A sentence of the plugin’s." in site.text("blog/feed.atom")
    before = make(content, tmp_path / "output")
    assert "plugin’s" not in before.text("blog/2024/03/hello/"), "nor is it there without the plugin"


def test_an_article_that_a_plugin_makes_is_written_or_refused(
    content: Path, tmp_path: Path, plugin: Callable[[str], ModuleType], capsys: pytest.CaptureFixture[str]
) -> None:
    settings = with_plugin(plugin(MAKES))
    site = stock(content, tmp_path / "output", **settings)
    assert "Out of nothing." in site.text("blog/2024/02/made-up/")
    assert "/blog/2024/02/made-up/" in str(site.page("").find_all("a"))
    with pytest.raises(SystemExit):
        build(content, tmp_path / "output", **settings)
    assert "the article “Made up” is a plugin’s" in capsys.readouterr().err


def test_plugins_that_work_on_written_files_find_them(
    content: Path, tmp_path: Path, plugin: Callable[[str], ModuleType]
) -> None:
    for _ in range(2):
        site = stock(content, tmp_path / "output", **with_plugin(plugin(WRITES)))
        assert site.text("blog/2024/03/hello/").endswith("<!-- signed -->")
        assert site.text("").count("<!-- signed -->") == 1
        assert site.text("list.txt") == "a list"
    assert not list(tmp_path.glob(".output*"))


def test_a_plugins_file_stays_with_the_sites_own_writer(
    content: Path, tmp_path: Path, plugin: Callable[[str], ModuleType]
) -> None:
    for _ in range(3):
        assert build(content, tmp_path / "output", **with_plugin(plugin(WRITES))).text("list.txt") == "a list"


def test_where_an_ordinary_plugin_runs_nothing_is_taken_for_unchanged(
    content: Path, tmp_path: Path, plugin: Callable[[str], ModuleType], capsys: pytest.CaptureFixture[str]
) -> None:
    notice = lay(tmp_path, {"notice.html": "<p>First.</p>"}) / "notice.html"
    settings = with_plugin(plugin(READS.format(path=str(notice))))
    output = tmp_path / "output"
    site = build(content, output, **settings)
    assert "First." in site.text("blog/2024/03/hello/")
    other = (output / "blog/2024/04/again/index.html").stat()
    notice.write_text("<p>Other.</p>", encoding="utf-8")
    build(content, output, **settings)
    assert "Nothing has changed" not in capsys.readouterr().out
    assert "Other." in site.text("blog/2024/03/hello/")
    assert "Other." in site.text("blog/feed.atom")
    now = (output / "blog/2024/04/again/index.html").stat()
    assert (now.st_ino, now.st_ctime_ns) == (other.st_ino, other.st_ctime_ns), "only what changed is written"
    assert files(output) == files(build(content, tmp_path / "clean", **settings).output)


def test_another_code_of_a_plugin_makes_another_site(
    content: Path, tmp_path: Path, plugin: Callable[[str], ModuleType]
) -> None:
    source = f"{ADDS}\ndef register():\n    signals.content_object_init.connect(add)\n"
    first, again, other = plugin(source), plugin(source), plugin(source.replace("sentence", "word"))
    again.__name__ = other.__name__ = first.__name__
    digests = [shape.of_plugins(shape.strangers([*pelicanconf.PLUGINS, each])) for each in (first, again, other)]
    assert digests[0] == digests[1] != digests[2]
    build(content, tmp_path / "output", **with_plugin(first))
    site = build(content, tmp_path / "output", **with_plugin(other))
    assert "A word of the plugin’s." in site.text("blog/2024/03/hello/")


def test_the_plugins_of_this_site_are_known_and_no_other_runs_by_itself() -> None:
    assert not list(shape.strangers(pelicanconf.PLUGINS))
    assert len(list(shape.strangers([*pelicanconf.PLUGINS, shape]))) == 1, "nor is every module here a plugin of ours"
    assert pelicanconf.PLUGINS


def test_a_theme_has_a_template_for_every_view() -> None:
    names = {path.name for path in (ROOT / "theme" / "templates").glob("*.html")}
    assert names == {*TEMPLATES, "base.html"}


def test_there_and_back_is_a_clean_site_each_time(content: Path, tmp_path: Path) -> None:
    output = tmp_path / "output"
    ours = files(build(content, tmp_path / "ours").output)
    theirs = files(stock(content, tmp_path / "theirs").output)
    assert set(theirs) != set(ours)
    for _ in range(2):
        assert files(build(content, output).output) == ours
        assert files(stock(content, output).output) == theirs


HOSTILE = {
    "tags": "<script>alert(1)</script>",
    "closing": "</title><script>alert(1)</script>",
    "attribute": 'x" onmouseover="alert(1)',
    "unescaped": "&lt;/title&gt;&lt;script&gt;alert(1)&lt;/script&gt;",
    "apostrophe": "x' onmouseover='alert(1)",
}


@themes
@pytest.mark.parametrize("words", HOSTILE.values(), ids=HOSTILE)
def test_hostile_titles_tags_and_summaries_stay_text(content: Path, tmp_path: Path, theme: str, words: str) -> None:
    lay(content, {"blog/2024-05-01-x.md": post(words, date="2024-05-01", tags=words, summary=words, slug="x")})
    site = stock(content, tmp_path / "output", theme)
    for path in site.output.rglob("*.html"):
        page = BeautifulSoup(path.read_text(encoding="utf-8"), "html5lib")
        assert not page.find_all("script"), path
        assert not [tag for tag in page.find_all(True) if any(key.startswith("on") for key in tag.attrs)], path
    assert "alert(1)" in site.page("blog/2024/05/x/").get_text()


def test_plain_text_is_read_as_it_was_written() -> None:
    assert plain('R&D (“so”, "thus"), it\'s 1 < 2') == "R&amp;D (“so”, “thus”), it’s 1 ‹ 2"


def test_names_in_feeds_are_text_and_no_html(content: Path, tmp_path: Path) -> None:
    lay(content, {"blog/2024-05-01-x.md": post("Q&A", date="2024-05-01", tags="R&D", slug="x")})
    site = stock(content, tmp_path / "output", SITEURL="https://blog.example", FEED_ALL_ATOM="all.atom")
    entry = ElementTree.fromstring(site.text("all.atom")).find(f"{ATOM}entry")
    assert entry.find(f"{ATOM}title").text == "Q&A"
    assert [one.get("term") for one in entry.findall(f"{ATOM}category")] == ["blog", "R&D"]


def test_drafts_are_nowhere_unless_they_are_given_an_address(content: Path, tmp_path: Path) -> None:
    lay(
        content,
        {
            "blog/2024-05-01-draft.md": post("Not yet said", date="2024-05-01", status="draft"),
            "blog/2124-05-01-later.md": post("Not yet said", date="2124-05-01", slug="later"),
        },
    )
    site = stock(content, tmp_path / "output")
    assert not [path for path, data in files(site.output).items() if b"Not yet said" in data]
    site = stock(content, tmp_path / "output", DRAFT_SAVE_AS="drafts/{slug}.html", SITEURL="https://blog.example")
    assert "Not yet said" in site.text("drafts/draft.html")
    assert "drafts" not in site.text("sitemap.xml")


def test_the_site_map_names_pages_of_both_kinds(archived: Path, tmp_path: Path) -> None:
    pages = stock(archived, tmp_path / "output", SITEURL="https://blog.example").text("sitemap.xml")
    for address in ("", "blog/2024/03/hello/", "tags/rota/", "archive/harbour-notes/", "principles/outside-1/"):
        assert f"<loc>https://blog.example/{address}</loc>" in pages
    assert "404" not in pages


def test_an_author_who_has_not_written_yet_keeps_their_page(content: Path, tmp_path: Path) -> None:
    lay(content, {"authors/new.md": "Title: New hand\nAffiliations: leeds;\n\nHand-made words.\n"})
    site = stock(content, tmp_path / "output")
    assert "Hand-made" in site.text("authors/new/")
    assert not dead_links(site)


def test_two_pages_for_one_address_end_the_build_and_leave_the_old_site(content: Path, tmp_path: Path) -> None:
    output = stock(content, tmp_path / "output").output
    before = files(output)
    (content / "blog" / "2024-04-01-again.md").unlink()
    done = pelican(content, output, tmp_path, 'ARCHIVES_SAVE_AS = "principles/index.html"')
    assert done.returncode == 1
    assert "principles/index.html" in done.stderr
    assert "Traceback" not in done.stdout + done.stderr
    assert files(output) == before
    assert not list(tmp_path.glob(".output*"))


WRONG = {
    "an unknown author": ("", {"blog/2024-06-01-x.md": post("X", authors="Nobody;")}, "Nobody"),
    "a template that is not there": ('DIRECT_TEMPLATES = ["nonesuch"]', {}, "nonesuch"),
    "a plugin that is not there": ('PLUGINS = [*PLUGINS, "nowhere"]', {}, "a plugin cannot be loaded"),
    "a theme of pelicans for the sites own writer": ("INCREMENTAL_WRITER = True", {}, "INCREMENTAL_WRITER = False"),
    "one address twice": ('TAG_SAVE_AS = "tags/all.html"', {}, "tags/all.html"),
}


@pytest.mark.parametrize(("setting", "more", "said"), WRONG.values(), ids=WRONG)
def test_a_mistake_ends_the_build_in_plain_words(
    content: Path, tmp_path: Path, setting: str, more: dict[str, str], said: str
) -> None:
    done = pelican(lay(content, more), tmp_path / "output", tmp_path, setting)
    assert done.returncode == 1
    assert said in done.stderr
    assert "Traceback" not in done.stdout + done.stderr
    assert not (tmp_path / "output").exists()


def test_a_settings_file_of_ones_own_has_feeds_and_pages_of_listings(content: Path, tmp_path: Path) -> None:
    settings = (
        'SITEURL = "https://blog.example"\nDEFAULT_PAGINATION = 1\nFEED_ALL_ATOM = "blog/feed.atom"\n'
        'FEED_ALL_ATOM_URL = "blog/feed.atom"\nTAG_FEED_ATOM = "tags/{slug}/feed.atom"\n'
        'AUTHOR_FEED_ATOM = "authors/{slug}/feed.atom"\nCATEGORY_FEED_RSS = "feeds/{slug}.rss"\n'
    )
    lay(tmp_path / "ordinary", {"signs.py": WRITES})
    settings += 'PLUGIN_PATHS = ["ordinary"]\nPLUGINS = [*PLUGINS, "signs"]\n'
    done = pelican(content, tmp_path / "output", tmp_path, settings)
    assert (done.returncode, done.stderr) == (0, "")
    site = Built(tmp_path / "output")
    assert site.text("blog/2024/03/hello/").endswith("<!-- signed -->")
    assert "/blog/2024/03/hello/" in site.text("page/2/")
    assert site.has("tags/rota/page/2/")
    for feed in ("blog/feed.atom", "tags/rota/feed.atom", "authors/web-team/feed.atom"):
        assert len(ElementTree.fromstring(site.text(feed)).findall(f"{ATOM}entry")) == 2, feed
    assert site.has("feeds/blog.rss")


def pelican(content: Path, output: Path, folder: Path, settings: str) -> subprocess.CompletedProcess[str]:
    """Run the command with a settings file that builds on this site's."""
    conf = folder / "stockconf.py"
    conf.write_text(
        f'from pelicanconf import *\n\nINCREMENTAL_WRITER = False\nTHEME = "notmyidea"\n{settings}\n', encoding="utf-8"
    )
    command = [sys.executable, "-m", "pelican", str(content), "-o", str(output), "-s", str(conf)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
