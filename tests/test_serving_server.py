"""The server answers this computer's browser: files as they are, pages with our script, and news as it comes."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path

import pytest

from sociable.errors import Problem
from sociable.serving.server import Server
from sociable.serving.site import Site

FILES = {
    "index.html": b"<head></head><p>Home",
    "404.html": b"<head></head><p>Not here",
    "blog/index.html": b"<head></head><p>Blog",
    "feed.atom": b"<feed/>",
    "sitemap.xml": b"<urlset/>",
    "theme/site.css": b"p {}",
    "words": b"\x00",
}


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    for name, data in FILES.items():
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
    with Server(Site(tmp_path), 0) as made:
        thread = threading.Thread(target=made.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        yield made
        made.shutdown()
        thread.join()


def ask(server: Server, path: str, method: str = "GET", **headers: str) -> tuple[HTTPResponse, bytes]:
    connection = HTTPConnection("127.0.0.1", server.server_port, timeout=20)
    try:
        connection.request(method, path, headers={name.replace("_", "-"): value for name, value in headers.items()})
        answer = connection.getresponse()
        return answer, answer.read()
    finally:
        connection.close()


class Stream:
    """What an open page at ``path`` hears."""

    def __init__(self, server: Server, path: str) -> None:
        self.connection = HTTPConnection("127.0.0.1", server.server_port, timeout=20)
        self.connection.request("GET", f"/.sociable/events?page={path}")
        self.answer = self.connection.getresponse()

    def next(self) -> dict[str, object]:
        line = b""
        while not line.startswith(b"data: "):
            line = self.answer.readline()
            assert line, "the stream ended"
        return json.loads(line.removeprefix(b"data: "))

    def close(self) -> None:
        self.answer.close()
        self.connection.close()


@pytest.mark.parametrize(
    ("path", "status", "kind", "words"),
    [
        ("/", 200, "text/html; charset=utf-8", b"Home"),
        ("/blog/?page=2", 200, "text/html; charset=utf-8", b"Blog"),
        ("/feed.atom", 200, "application/atom+xml", b"<feed/>"),
        ("/sitemap.xml", 200, "application/xml", b"<urlset/>"),
        ("/theme/site.css?v=1", 200, "text/css; charset=utf-8", b"p {}"),
        ("/words", 200, "application/octet-stream", b"\x00"),
        ("/nothing/", 404, "text/html; charset=utf-8", b"Not here"),
        ("/theme/", 404, "text/html; charset=utf-8", b"Not here"),
        ("/.sociable/live.js", 200, "text/javascript; charset=utf-8", b"EventSource"),
        ("/.sociable/live.css", 200, "text/css; charset=utf-8", b":host"),
        ("/.sociable/site.py", 404, "text/plain; charset=utf-8", b"Not found"),
    ],
)
def test_an_address_is_answered_with_its_words_and_kind(
    server: Server, path: str, status: int, kind: str, words: bytes
) -> None:
    answer, body = ask(server, path)
    assert (answer.status, answer.headers["Content-Type"]) == (status, kind)
    assert words in body and answer.headers["Content-Length"] == str(len(body))
    assert answer.headers["Cache-Control"] == "no-cache"
    head, nothing = ask(server, path, "HEAD")
    assert (head.status, head.headers["Content-Length"], nothing) == (status, str(len(body)), b"")


def test_the_script_is_in_what_is_sent_and_not_in_the_file(server: Server) -> None:
    _, body = ask(server, "/")
    assert b'<script src="/.sociable/live.js"' in body
    assert (server.site.folder / "index.html").read_bytes() == FILES["index.html"]
    assert ask(server, "/feed.atom")[1] == FILES["feed.atom"]


def test_a_folder_without_its_slash_is_sent_on(server: Server) -> None:
    answer, _ = ask(server, "/blog")
    assert (answer.status, answer.headers["Location"]) == (301, "/blog/")
    answer, _ = ask(server, "//blog")
    assert answer.headers.get("Location", "/").startswith("/") and "//" not in answer.headers.get("Location", "/")


@pytest.mark.parametrize("path", ["/", "/theme/site.css"])
def test_what_the_browser_has_is_not_sent_again_until_it_changes(server: Server, path: str) -> None:
    tag = ask(server, path)[0].headers["ETag"]
    answer, body = ask(server, path, If_None_Match=f'"other", W/{tag}')
    assert (answer.status, body) == (304, b"")
    (server.site.folder / ("index.html" if path == "/" else path[1:])).write_bytes(b"longer than before, and other")
    answer, body = ask(server, path, If_None_Match=tag)
    assert answer.status == 200 and b"longer than before" in body


@pytest.mark.parametrize(
    "path", ["/", "/.sociable/live.js", "/.sociable/events?page=/", "/theme/site.css", "/nothing/"]
)
@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:{}", "127.0.0.1", "127.0.0.1:1", "localhost.evil.example:{}", ""]
)
def test_a_request_under_another_name_learns_nothing(server: Server, path: str, host: str) -> None:
    answer, body = ask(server, path, Host=host.format(server.server_port))
    assert answer.status == 403 and body == b"This server answers only for 127.0.0.1 and localhost.\n"


@pytest.mark.parametrize("host", ["127.0.0.1:{}", "localhost:{}", "LOCALHOST:{}"])
def test_this_computer_is_answered_by_its_own_names(server: Server, host: str) -> None:
    assert ask(server, "/", Host=host.format(server.server_port))[0].status == 200
    assert server.server_address[0] == "127.0.0.1"


def test_an_open_page_hears_at_once_how_it_is_and_then_of_each_build(server: Server) -> None:
    stream = Stream(server, "/blog/")
    try:
        assert stream.answer.headers["Content-Type"] == "text/event-stream"
        before = stream.next()
        assert (before["build"], before["problems"]) == (0, None)
        assert f'data-text="{before["text"]}"'.encode() in ask(server, "/blog/")[1]
        (server.site.folder / "blog" / "index.html").write_bytes(b"<p>New")
        server.site.tell([])
        after = stream.next()
        assert after["text"] != before["text"] and after["styles"] == before["styles"] and after["problems"] == []
        server.site.tell([Problem("wrong", "content/a.md", 3, mend="Mend it.")])
        broken = stream.next()
        assert broken["text"] == after["text"]
        assert broken["problems"] == [{"what": "wrong", "where": "content/a.md:3", "mend": "Mend it."}]
    finally:
        stream.close()


def test_a_page_that_says_itself_what_is_wrong_hears_it_by_its_words_alone(server: Server) -> None:
    for name in FILES:
        (server.site.folder / name).unlink()
    stream = Stream(server, "/")
    try:
        before = stream.next()
        server.site.tell([Problem("wrong")])
        after = stream.next()
        assert after["problems"] == [] and after["text"] != before["text"]
    finally:
        stream.close()
    answer, body = ask(server, "/")
    assert answer.status == 503 and b"wrong" in body
