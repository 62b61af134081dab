"""What whole imports of small blogs say of links, and where they take files from."""

from __future__ import annotations

import functools
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from wxr_export import HOME, attachment, author, comment, export, item

from sociable.archive import folder
from sociable.errors import SourceError
from sociable.importing import Report, run, running, summary
from sociable.importing.download import Downloads, Limits
from sociable.importing.fetching import Fetcher
from sociable.importing.report import DeadLink

UPLOADS = f"{HOME}/wp-content/uploads/2013/01"
GIF = b"GIF89a" + bytes(200)


def imported(tmp_path: Path, *texts: str, **options: object) -> tuple[Report, folder.Archive]:
    sources = [tmp_path / f"{number}.xml" for number, _ in enumerate(texts)]
    for source, text in zip(sources, texts, strict=True):
        source.write_text(text, encoding="utf-8")
    content = tmp_path / "content"
    report = run(sources, name="old", content=content, **options)
    return report, folder.read(content / "archive" / "old")


LINKS = " ".join(
    f'<a href="{href}">x</a>'
    for href in (
        "/?p=2",
        "/?author=7",
        f"{HOME}/2013/01/19/two/#comment-20",
        f"{UPLOADS}/paper.pdf",
        f"{UPLOADS}/lost.pdf",
        "/nothing/here/",
        "https://other.example/",
        "mailto:desk@other.example",
        "#part",
    )
)


def test_every_link_is_counted_by_where_it_leads(tmp_path):
    (tmp_path / "uploads").mkdir()
    (tmp_path / "uploads" / "paper.pdf").write_bytes(b"%PDF-1.4")
    text = export(
        author("ann", "Ann", number=7),
        item(1, name="one", body=LINKS),
        item(2, comment(20, "See <a href='/gone/too/'>that</a>."), name="two", creator="ann"),
    ).replace("/2013/01/paper", "/paper")
    report, archive = imported(tmp_path, text, media=tmp_path / "uploads")
    assert report.links.counts == {"page": 3, "listing": 1, "file": 1, "gone": 3, "elsewhere": 2}
    assert report.links.gone == (
        DeadLink("posts/2013-01-19-one.md", f"{UPLOADS}/lost.pdf"),
        DeadLink("posts/2013-01-19-one.md", "/nothing/here/"),
        DeadLink("comments/2013-01-19-two.md", "/gone/too/"),
    )
    assert report.to_json()["links"]["gone"][1] == {"file": "posts/2013-01-19-one.md", "href": "/nothing/here/"}
    said = summary.plain(report)
    assert "Links: 3 to pages, 1 to files, 1 to listings, 2 out of the blog." in said
    assert "posts/2013-01-19-one.md: /nothing/here/" in said
    assert archive.authors[0].number == 7
    assert "- [Green shoots](http://old.example/2013/01/19/two/): `/gone/too/`" in archive.account


def test_another_size_stands_for_a_picture_that_is_not_there(tmp_path):
    (tmp_path / "uploads").mkdir()
    (tmp_path / "uploads" / "x-300x200.gif").write_bytes(GIF)
    body = f'<a href="{UPLOADS}/x.gif"><img src="{UPLOADS}/x-300x200.gif"></a>'.replace("/2013/01", "")
    report, _ = imported(tmp_path, export(item(1, body=body)), media=tmp_path / "uploads")
    base = "wp-content/uploads"
    assert report.media.copied == (f"{base}/x-300x200.gif",) and report.media.missing == ()
    assert report.media.instead == {f"{base}/x.gif": f"{base}/x-300x200.gif"}
    assert report.links.counts == {"file": 1}


MOVED = "https://new.example/blog"


def test_a_blog_that_moved_is_one_blog_once_it_is_said_where_it_was_last(tmp_path):
    old = export(item(1, name="one", body=f"<a href='{MOVED}/two/'>x</a>"))
    new = export(item(2, name="two", body=f"<a href='{HOME}/?p=1'>x</a>", link=f"{MOVED}/two/"), home=MOVED)
    with pytest.raises(SourceError, match="exports of several blogs"):
        imported(tmp_path, old, new)
    report, archive = imported(tmp_path, old, new, url=MOVED)
    assert report.links.counts == {"page": 2}
    assert (archive.about.url, archive.about.former) == (MOVED, (HOME,))


# Downloads


class Host(BaseHTTPRequestHandler):
    """Has one picture, and answers for all else with a page that it is not there."""

    asked: list[str]

    def do_GET(self) -> None:
        self.asked.append(f"{self.headers['Host']}{self.path}")
        is_there = self.path.endswith("/x.gif")
        body = GIF if is_there else b"<!doctype html><title>Not found</title>"
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """The web has one host, and it is here; what it was asked."""
    Host.asked = []
    with ThreadingHTTPServer(("127.0.0.1", 0), Host) as server:
        address = ("127.0.0.1", server.server_address[1])
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        here = functools.partial(Fetcher, resolve=lambda *_: [address], is_allowed=lambda _: True)
        monkeypatch.setattr(running, "Fetcher", here)
        monkeypatch.setattr(running, "Downloads", functools.partial(Downloads, limits=Limits(pause=0)))
        yield Host.asked
        server.shutdown()
        thread.join()


SHOWN = export(
    attachment(5, f"{UPLOADS}/x.gif", parent=1),
    item(1, body=f'<img src="{UPLOADS}/x.gif"> <img src="{UPLOADS}/lost.gif"> <img src="https://other.example/y.gif">'),
)


def test_files_are_fetched_from_the_blogs_own_host(tmp_path, asked):
    report, archive = imported(tmp_path, SHOWN, download=True)
    place = "wp-content/uploads/2013/01"
    assert asked == ["old.example/" + f"{place}/lost.gif", "old.example/" + f"{place}/x.gif"]
    assert report.media.fetched == (f"{place}/x.gif",) and archive.files == {f"{place}/x.gif"}
    assert "holds a web page" in report.media.refused[0]
    assert report.media.missing == ("elsewhere/other.example/y.gif",)
    assert "not the blog's own" in report.media.reasons["elsewhere/other.example/y.gif"]
    assert "1 fetched" in summary.plain(report)


def test_and_once_only(tmp_path, asked):
    imported(tmp_path, SHOWN, download=True)
    asked.clear()
    report, _ = imported(tmp_path, SHOWN, download=True)
    assert asked == ["old.example/wp-content/uploads/2013/01/lost.gif"]
    assert report.state == "unchanged" and report.media.kept


def test_a_dry_run_asks_nobody(tmp_path, asked):
    imported(tmp_path, SHOWN)
    report, _ = imported(tmp_path, SHOWN, download=True, dry_run=True)
    assert asked == []
    assert report.media.reasons["wp-content/uploads/2013/01/x.gif"] == "a dry run fetches nothing"
