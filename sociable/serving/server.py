"""Answers a browser on this computer: the site's files, and news of its builds.

- Only requests for 127.0.0.1 or localhost are answered: a page of some other site cannot reach this one under a name of
  its own (DNS rebinding, https://developer.mozilla.org/docs/Web/Security/Attacks/DNS_rebinding).
- Every answer has an entity tag and is asked for again each time, since a file may change twice within the second that
  dates are exact to.
- ``/.sociable/events?page=PATH`` is a stream of server-sent events (https://html.spec.whatwg.org/#server-sent-events),
  one at once and one after each build: both digests of that page, and the problems (``null``: not built yet).
"""

from __future__ import annotations

import json
import mimetypes
import os
import shutil
import socket
import sys
from functools import cache
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.resources import files
from io import BytesIO
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO
from urllib.parse import parse_qs, urlsplit

from sociable.errors import Problem
from sociable.serving.inject import OWN, injected
from sociable.serving.site import News, Page, Site

NAMES = ("127.0.0.1", "localhost")
TYPES = {".atom": "application/atom+xml", ".xml": "application/xml", ".woff2": "font/woff2", ".webp": "image/webp"}
"""Types that differ from one computer's tables to the next."""

BEAT = 15
"""Seconds after which a stream without news sends a line that says nothing, to learn whether it is still read."""

RETRY = 300
"""Milliseconds after which a browser asks again when the stream has ended, as when the server starts afresh."""


class Server(ThreadingHTTPServer):
    """A server of ``site`` on 127.0.0.1 at ``port`` (0: any free one).

    ``inherited`` is the number of the socket of a process whose place this one has taken: whoever asks meanwhile waits
    for an answer instead of being refused.
    """

    daemon_threads = True

    def __init__(self, site: Site, port: int, inherited: int | None = None) -> None:
        self.site = site
        super().__init__(("127.0.0.1", port), Handler, bind_and_activate=inherited is None)
        if inherited is not None:
            self.socket.close()
            self.socket = socket.socket(fileno=inherited)
            self.server_name, self.server_port = self.server_address = self.socket.getsockname()

    @property
    def hosts(self) -> frozenset[str]:
        """What a request may say it is for."""
        bare = NAMES if self.server_port == 80 else ()
        return frozenset([*(f"{name}:{self.server_port}" for name in NAMES), *bare])

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing of a browser that went away in the middle of an answer: each link that is followed ends one."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)


class Handler(BaseHTTPRequestHandler):
    """One request."""

    server: Server

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing of what is asked for."""

    def do_GET(self) -> None:
        """Answer with a page, a file, or the news."""
        host = self.headers.get("Host", "").lower()
        address = urlsplit(self.path)
        path = "/" + address.path.lstrip("/")
        if host not in self.server.hosts:
            self._words(HTTPStatus.FORBIDDEN, "This server answers only for 127.0.0.1 and localhost.\n")
        elif path == f"{OWN}events":
            self._stream(parse_qs(address.query).get("page", ["/"])[0])
        elif path.startswith(OWN):
            self._own(path.removeprefix(OWN))
        else:
            self._site(path, host)

    do_HEAD = do_GET

    def _site(self, path: str, host: str) -> None:
        site = self.server.site
        place = site.place(path)
        if place and place.is_dir() and not path.endswith("/"):
            self.send_response(HTTPStatus.MOVED_PERMANENTLY)
            self.send_header("Location", path + "/")
            self._end(0)
            return
        page = site.page(path)
        if page:
            self._page(page, path, host)
            return
        try:
            file = (site.file(path) or Path()).open("rb")
        except OSError:
            self._words(HTTPStatus.NOT_FOUND, "Not found.\n")
            return
        with file:
            status = os.fstat(file.fileno())
            self._send(HTTPStatus.OK, file, status.st_size, kind(path), f"{status.st_mtime_ns:x}-{status.st_size:x}")

    def _page(self, page: Page, path: str, host: str) -> None:
        told = injected(page.html, host=host, path=path, text=page.text, styles=page.styles)
        self._send(page.status, BytesIO(told), len(told), kind("page.html"), f"{page.text}-{page.styles}")

    def _own(self, name: str) -> None:
        data = own_files().get(name)
        if data is None:
            self._words(HTTPStatus.NOT_FOUND, "Not found.\n")
        else:
            self._send(HTTPStatus.OK, BytesIO(data), len(data), kind(name), "")

    def _words(self, status: HTTPStatus, words: str) -> None:
        data = words.encode()
        self._send(status, BytesIO(data), len(data), kind("words.txt"), "")

    def _send(self, status: HTTPStatus, data: BinaryIO, size: int, of_kind: str, tag: str) -> None:
        """Send ``size`` bytes, or that the browser has them."""
        tag = tag and f'"{tag}"'
        held = [each.strip().removeprefix("W/") for each in self.headers.get("If-None-Match", "").split(",")]
        is_held = status == HTTPStatus.OK and bool(tag) and tag in held
        self.send_response(HTTPStatus.NOT_MODIFIED if is_held else status)
        if tag:
            self.send_header("ETag", tag)
        if not is_held:
            self.send_header("Content-Type", of_kind)
        self._end(None if is_held else size)
        if self.command != "HEAD" and not is_held:
            shutil.copyfileobj(data, self.wfile)

    def _end(self, size: int | None) -> None:
        """End the headers of an answer of ``size`` bytes; ``None``: without an end that is known, or without a body."""
        if size is not None:
            self.send_header("Content-Length", str(size))
        self.send_header("Cache-Control", "no-cache")
        self.send_header("X-Content-Type-Options", "nosniff")
        self.end_headers()

    def _stream(self, path: str) -> None:
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", "text/event-stream")
        self._end(None)
        if self.command == "HEAD":
            return
        self.wfile.write(f"retry: {RETRY}\n\n".encode())
        known = -1
        while True:
            news = self.server.site.wait(known, BEAT)
            said = f"data: {message(news, self.server.site.page(path))}\n\n" if news.builds != known else ":\n\n"
            self.wfile.write(said.encode())
            known = news.builds


def message(news: News, page: Page | None) -> str:
    """What an open page is told, as JSON. A page that stands for the whole site says itself what is wrong."""
    stands_for_all = page is not None and page.status == HTTPStatus.SERVICE_UNAVAILABLE
    problems = [] if stands_for_all else [_said(problem) for problem in news.problems]
    return json.dumps(
        {
            "build": news.builds,
            "text": page.text if page else "",
            "styles": page.styles if page else "",
            "problems": problems if news.builds else None,
        }
    )


def _said(problem: Problem) -> dict[str, str]:
    return {"what": problem.what, "where": problem.where, "mend": problem.mend}


def kind(name: str) -> str:
    """The media type of a file by its name; what is text is UTF-8."""
    suffix = PurePosixPath(name).suffix.lower()
    found = TYPES.get(suffix) or mimetypes.guess_type(f"x{suffix}")[0] or "application/octet-stream"
    return f"{found}; charset=utf-8" if found.startswith("text/") else found


@cache
def own_files() -> dict[str, bytes]:
    """The script and the style sheet that our own pages and alerts need, by name."""
    return {name: (files("sociable.serving") / name).read_bytes() for name in ("live.js", "live.css")}
