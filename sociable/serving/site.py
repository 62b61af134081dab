"""The built site as a browser sees it now: which page stands at a path, and what has come of the last build.

A page carries two digests: of its text with the files that it shows, and of its style sheets. An open page asks for
both again after each build, so that only what changed is renewed. Style sheets that style sheets import, and what these
show, are not looked at.
"""

from __future__ import annotations

import hashlib
import html
import os
import re
import stat
import threading
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from http import HTTPStatus
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

from sociable.errors import Problem
from sociable.serving.unbuilt import unbuilt

_VERSION = re.compile(rb"\?v=[0-9a-f]+(?=[\"'])")
"""How pages say which version of the theme's files they mean: it changes on every page when one style sheet does."""

_SHOWN = re.compile(rb"""\b(?:src|poster)=["']([^"'#]+)""")
_STYLE = re.compile(rb"""<link\b(?=[^>]*\brel=["']?stylesheet)[^>]*\bhref=["']([^"'#]+)""")


@dataclass(frozen=True)
class News:
    """What has come of ``builds`` builds; before the first of them nothing is known to be wrong or right."""

    builds: int = 0
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True)
class Page:
    """A page as the site has it, with the digests of what it says and of how it looks."""

    status: HTTPStatus
    html: bytes
    text: str
    styles: str


class Site:
    """A folder that a site is built in. Safe to use from several threads."""

    def __init__(self, folder: Path) -> None:
        self.folder = Path(os.path.abspath(folder))  # noqa: PTH100 - the folder is exchanged, so no link is followed
        self.news = News()
        self._told = threading.Condition()

    def tell(self, problems: Iterable[Problem]) -> None:
        """Tell all who wait that a build has ended, and what is wrong."""
        with self._told:
            self.news = News(self.news.builds + 1, tuple(problems))
            self._told.notify_all()

    def wait(self, builds: int, seconds: float) -> News:
        """The news as soon as there are others than those after ``builds`` builds, or as they are after ``seconds``."""
        with self._told:
            self._told.wait_for(lambda: self.news.builds != builds, seconds)
            return self.news

    def place(self, path: str) -> Path | None:
        """The file or folder that a path of an address means, there or not; ``None``: it leads out of the site."""
        place = Path(os.path.normpath(self.folder / unquote(path).lstrip("/")))
        return place if place.is_relative_to(self.folder) else None

    def file(self, path: str) -> Path | None:
        """The file at a path of an address; for a folder (which ends with a slash) its index."""
        place = self.place(path)
        if place and path.endswith("/"):
            place /= "index.html"
        return place if place and place.is_file() else None

    def page(self, path: str) -> Page | None:
        """The page at a path of an address, else the site's page for what is not there; ``None``: a file, no page."""
        file = self.file(path)
        if file and file.suffix != ".html":
            return None
        status = HTTPStatus.OK if file else HTTPStatus.NOT_FOUND
        try:
            return self._page(status, path, (file or self.folder / "404.html").read_bytes())
        except FileNotFoundError:  # no site, or the moment in which its folder is exchanged for the next
            news = self.news
            return self._page(HTTPStatus.SERVICE_UNAVAILABLE, path, unbuilt(news.problems if news.builds else None))

    def _page(self, status: HTTPStatus, path: str, text: bytes) -> Page:
        versions = b"".join(_VERSION.findall(text))
        return Page(
            status,
            text,
            _digest([_VERSION.sub(b"", text), *self._files(path, _SHOWN.findall(text))]),
            _digest([versions, *self._files(path, _STYLE.findall(text))]),
        )

    def _files(self, path: str, addresses: Sequence[bytes]) -> list[bytes]:
        """The digests of those of the site's own files that a page at ``path`` names."""
        found = []
        for address in dict.fromkeys(addresses):
            parts = urlsplit(urljoin(path, html.unescape(address.decode(errors="replace"))))
            place = None if parts.scheme or parts.netloc else self.place(parts.path)
            try:
                status = place.stat() if place else None
            except (OSError, ValueError):  # ValueError: a name that no file can have
                continue
            if place and status and stat.S_ISREG(status.st_mode):
                found.append(_digest_of(place, status.st_mtime_ns, status.st_size, status.st_ino))
        return found


def _digest(parts: Iterable[bytes]) -> str:
    return hashlib.sha256(b"\0".join(parts)).hexdigest()[:20]


@lru_cache(maxsize=4096)
def _digest_of(file: Path, changed: int, size: int, number: int) -> bytes:
    """The digest of a file's bytes, read again only when the file's time (in ns), size or inode is another."""
    try:
        with file.open("rb") as opened:
            return hashlib.file_digest(opened, "sha256").digest()
    except FileNotFoundError:
        return b""
