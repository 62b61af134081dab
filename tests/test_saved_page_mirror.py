"""Folders of saved pages as wget, HTTrack, browsers and the Wayback Machine lay them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from sociable.errors import Problem, SourceError
from sociable.model import Blog, HeldFile, Item, Post
from sociable.sources.saved_page import read, wayback
from tests.blog_pages import HOME, Shown, block, classic

GREEN = Shown(12, "green-shoots", "Green shoots")
UPLOADS = "wp-content/uploads/2013/01"


def lay(folder: Path, files: dict[str, str | bytes]) -> Path:
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    return folder


def items(path: Path) -> list[Item]:
    return list(read(path, lambda problem: None))


def post_in(path: Path) -> Post:
    [post] = [item for item in items(path) if isinstance(item, Post) and item.id == 12]
    return post


def relative(said: Shown, up: str, suffix: str = "index.html") -> str:
    """A page whose links a tool has turned round to the files beside it."""
    page = block(said)
    page = page.replace(f'"{said.link}"', f'"{suffix}"')
    return page.replace(f"{HOME}/", up)


@pytest.mark.parametrize("given", ["mirror", "mirror/parks.example", "mirror/parks.example/2013"])
def test_the_address_of_a_page_is_its_path_below_the_folder_of_its_host(tmp_path: Path, given: str) -> None:
    page = classic(GREEN).replace("canonical", "nothing")
    lay(tmp_path, {"mirror/parks.example/2013/01/green-shoots/index.html": page, "mirror/crawl.log": "200 /"})
    post = post_in(tmp_path / given)
    assert (post.link, post.slug) == (GREEN.link, "green-shoots")
    assert post.source.path.endswith("parks.example/2013/01/green-shoots/index.html")


NAMES = {
    "wget": "index.html?p=12",
    "wget on Windows": "index.html@p=12",
    "wget -E": "index.html?p=12.html",
    "wget -E on Windows": "index.html@p=12.html",
}


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
def test_a_query_in_the_name_of_a_file_is_one_of_the_address(tmp_path: Path, name: str) -> None:
    lay(tmp_path, {f"parks.example/{name}": classic(GREEN).replace("canonical", "nothing")})
    assert post_in(tmp_path).link == f"{HOME}/?p=12"


def test_an_ending_that_wget_added_is_no_part_of_the_address(tmp_path: Path) -> None:
    lay(tmp_path, {"parks.example/2013/01/green-shoots.html": classic(GREEN)})
    post = post_in(tmp_path)
    assert (post.link, post.slug, post.old_slugs) == (GREEN.link, "green-shoots", ())


def test_links_between_saved_files_become_addresses_again(tmp_path: Path) -> None:
    words = (
        '<p><a href="../../../about/index.html">A</a> <a href="../../../index.html%3Fp=13">B</a>'
        ' <a href="../other/index.html#there">C</a> <img src="../../../wp-content/uploads/2013/01/a%20b.jpg"></p>'
    )
    page = relative(replace(GREEN, words=words), "../../../")
    files: dict[str, str | bytes] = {
        "parks.example/2013/01/green-shoots/index.html": page,
        "parks.example/index.html?p=13": classic(Shown(13, "thirteen")),
        f"parks.example/{UPLOADS}/a b.jpg": b"\xff\xd8",
    }
    post = post_in(lay(tmp_path, files))
    assert f'<a href="{HOME}/about/">A</a>' in post.body
    assert f'<a href="{HOME}/?p=13">B</a>' in post.body
    assert f'<a href="{HOME}/2013/01/other/#there">C</a>' in post.body
    assert f'<img src="{HOME}/{UPLOADS}/a%20b.jpg">' in post.body
    assert post.categories == ("news",)


def test_httrack_says_where_a_page_was(tmp_path: Path) -> None:
    comment = "<!-- Mirrored from parks.example/?p=12 by HTTrack Website Copier/3.x [XR&CO'2014], Sat, 19 Jan 2013 -->"
    page = classic(GREEN).replace("canonical", "nothing").replace("</head>", f"{comment}</head>")
    other = '<img src="../pictures.example/a.jpg">'
    files: dict[str, str | bytes] = {
        "site/parks.example/index5a2b.html": page.replace("<p>Words of a post.</p>", other),
        "site/pictures.example/a.jpg": b"\xff\xd8",
        "site/hts-cache/doc.html": classic(Shown(99, "cached")),
        "site/index.html": "<html><head><title>Local index</title></head><body>Index of sites</body></html>",
        "site/hts-log.txt": "log",
    }
    lay(tmp_path, files)
    post = post_in(tmp_path / "site")
    assert post.link == f"{HOME}/?p=12"
    assert post.body == '<img src="http://pictures.example/a.jpg">'
    assert [item.id for item in items(tmp_path / "site") if isinstance(item, Post)] == [12]
    held = [item for item in items(tmp_path / "site") if isinstance(item, HeldFile)]
    assert [(file.url, file.mime) for file in held] == [("http://pictures.example/a.jpg", "image/jpeg")]


def test_a_page_saved_by_a_browser_says_where_it_was(tmp_path: Path) -> None:
    page = classic(replace(GREEN, words='<p><img src="./Green_files/a.jpg"></p>'))
    page = page.replace("canonical", "nothing").replace(
        "<html", f"<!-- saved from url=(0043){GREEN.link} -->\n<html", 1
    )
    lay(tmp_path, {"Green.html": page, "Green_files/a.jpg": b"\xff\xd8", "Green_files/style.css": "x {}"})
    alone = [item for item in items(tmp_path / "Green.html") if isinstance(item, Post | HeldFile)]
    assert [item for item in items(tmp_path) if isinstance(item, Post | HeldFile)] == alone
    held, post = alone
    assert isinstance(held, HeldFile)
    assert isinstance(post, Post)
    assert post.link == GREEN.link
    assert post.body == f'<p><img src="{held.url}"></p>'
    assert Path(held.path).read_bytes() == b"\xff\xd8"


TOOLBAR = (
    '<!-- BEGIN WAYBACK TOOLBAR INSERT --><div id="wm-ipp-base"><p>Wayback</p></div><!-- END WAYBACK TOOLBAR INSERT -->'
)
NOTE = "<!--\n     FILE ARCHIVED ON 03:04:05 Jan 02, 2013 AND RETRIEVED FROM THE\n     INTERNET ARCHIVE ON 11:12:13 Nov 22, 2020.\n-->"


def shown_by_wayback(said: Shown) -> str:
    """A page as the Wayback Machine shows it."""
    page = classic(said).replace(f"{HOME}/", f"https://web.archive.org/web/20130102030405/{HOME}/")
    page = page.replace(
        f'src="https://web.archive.org/web/20130102030405/{HOME}', f'src="/web/20130102030405im_/{HOME}'
    )
    start = '<script src="//archive.org/includes/athena.js" type="text/javascript"></script>'
    return page.replace("<head>", f"<head>{start}").replace('<div id="page"', f'{TOOLBAR}<div id="page"') + NOTE


LINKS = {
    "link": ('<a href="http://parks.example/x/">X</a>', '<a href="http://parks.example/x/">X</a>'),
    "picture": ('<img src="http://parks.example/a.jpg">', '<img src="http://parks.example/a.jpg">'),
    "words": ("<p>See /web/20130102030405/http://x.example/</p>", "<p>See /web/20130102030405/http://x.example/</p>"),
}


@pytest.mark.parametrize(("given", "kept"), LINKS.values(), ids=LINKS)
def test_the_wayback_machines_own_is_taken_away(tmp_path: Path, given: str, kept: str) -> None:
    page = shown_by_wayback(replace(GREEN, words=given))
    assert TOOLBAR in page
    saved = "<!-- saved from url=(0084)https://web.archive.org/web/20130102030405/http://parks.example/2013/01/green-shoots/ -->"
    lay(tmp_path, {"Green.html": page.replace("<html", f"{saved}<html", 1)})
    post = post_in(tmp_path)
    assert (post.link, post.body) == (GREEN.link, kept)
    assert post.authors == ("parks-team",)


def test_a_mirror_of_the_wayback_machine_is_one_of_the_blog(tmp_path: Path) -> None:
    path = "web.archive.org/web/20130102030405/http:/parks.example/2013/01/green-shoots/index.html"
    lay(tmp_path, {path: shown_by_wayback(GREEN)})
    assert post_in(tmp_path).link == GREEN.link
    assert [item.url for item in items(tmp_path) if isinstance(item, Blog)] == [HOME]


SHOWN = {
    "http://x.example/": ("http://x.example/", None),
    "https://web.archive.org/web/20130102030405/http://x.example/a": ("http://x.example/a", datetime(2013, 1, 2, 3, 4, 5, tzinfo=UTC)),
    "/web/2013im_/http://x.example/a.jpg": ("http://x.example/a.jpg", datetime(2013, 1, 1, tzinfo=UTC)),
    "http://web.archive.org/web/20130102030405id_/x.example/a": ("http://x.example/a", datetime(2013, 1, 2, 3, 4, 5, tzinfo=UTC)),
    "https://web.archive.org/web/20130102030405/https:/x.example/": ("https://x.example/", datetime(2013, 1, 2, 3, 4, 5, tzinfo=UTC)),
    "https://web.archive.org/web/20130102030405/https://web.archive.org/web/2012/http://y.example/": (
        "https://web.archive.org/web/2012/http://y.example/",
        datetime(2013, 1, 2, 3, 4, 5, tzinfo=UTC),
    ),
    "https://web.archive.org/web/99999999999999/http://x.example/": ("http://x.example/", None),
    "https://x.example/web/about": ("https://x.example/web/about", None),
}  # fmt: skip


@pytest.mark.parametrize("url", SHOWN)
def test_an_address_of_the_wayback_machine_is_one_of_the_old_web(url: str) -> None:
    shown = wayback.original(url)
    assert (shown.url, shown.taken) == SHOWN[url]


def test_the_note_at_the_end_says_when_a_page_was_captured() -> None:
    assert wayback.taken(shown_by_wayback(GREEN)) == datetime(2013, 1, 2, 3, 4, 5, tzinfo=UTC)
    assert wayback.taken(classic(GREEN)) is None


def test_files_of_no_known_address_are_not_handed_on(tmp_path: Path) -> None:
    lay(tmp_path, {"pages/green.html": classic(GREEN), "pages/a.jpg": b"\xff\xd8"})
    assert not [item for item in items(tmp_path) if isinstance(item, HeldFile)]
    assert post_in(tmp_path).link == GREEN.link


def test_links_out_of_the_folder_and_hidden_files_are_left_alone(tmp_path: Path) -> None:
    lay(tmp_path, {"parks.example/2013/01/green-shoots/index.html": classic(GREEN), "secret/x.jpg": b"\xff\xd8"})
    (tmp_path / "parks.example/x.jpg").symlink_to(tmp_path / "secret/x.jpg")
    lay(tmp_path, {"parks.example/.hidden/index.html": classic(Shown(13, "hidden"))})
    found = items(tmp_path / "parks.example")
    assert [item.id for item in found if isinstance(item, Post)] == [12]
    assert not [item for item in found if isinstance(item, HeldFile)]


def test_a_folder_without_a_page_of_a_blog_is_an_error(tmp_path: Path) -> None:
    lay(tmp_path, {"notes.html": "<html><body>Notes</body></html>"})
    with pytest.raises(SourceError, match="holds no page of a WordPress blog"):
        items(tmp_path)


CHARSETS = {
    "utf-8": ("Café – benches", "utf-8", '<meta charset="UTF-8">'),
    "declared": ("Café benches", "latin-1", '<meta http-equiv="Content-Type" content="text/html; charset=ISO-8859-1">'),
    "windows": ("Café – benches", "cp1252", '<meta charset="windows-1252">'),
    "undeclared": ("Café – benches", "cp1252", ""),
    "wrongly declared": ("Café – benches", "utf-8", '<meta charset="iso-8859-1">'),
    "unknown": ("Café – benches", "cp1252", '<meta charset="klingon">'),
    "cyrillic": ("Скамейки в парке", "koi8-r", '<meta charset="koi8-r">'),
    "utf-16": ("Café – benches", "utf-16", ""),
}


@pytest.mark.parametrize(("words", "codec", "declared"), CHARSETS.values(), ids=CHARSETS)
def test_the_charset_of_a_page_is_found(tmp_path: Path, words: str, codec: str, declared: str) -> None:
    page = classic(replace(GREEN, words=f"<p>{words}</p>")).replace('<meta charset="UTF-8">', declared)
    page = page.replace("–", "&#8211;") if codec in ("latin-1", "koi8-r") else page
    lay(tmp_path, {"parks.example/2013/01/green-shoots/index.html": page.encode(codec)})
    assert post_in(tmp_path).body == f"<p>{words}</p>".replace("–", "–")


def test_what_a_mirror_leaves_out_is_said(tmp_path: Path) -> None:
    lay(
        tmp_path,
        {"parks.example/2013/01/green-shoots/index.html": classic(GREEN), "parks.example/x.html": "<html></html>"},
    )
    said: list[Problem] = []
    list(read(tmp_path, said.append))
    assert [(problem.level, problem.what) for problem in said] == [
        ("warning", "left out: pages that show no sign of WordPress (1)")
    ]
