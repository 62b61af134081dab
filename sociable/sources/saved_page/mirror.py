"""Saved pages in a folder: as ``wget --mirror``, HTTrack or a browser's «save as» lay them, and the files beside them.

Where a page was is told by what the tool wrote into it (``<!-- saved from url=(0021)http://blog.example/ -->``,
``<!-- Mirrored from blog.example/about/ by HTTrack …``), else by its path below the folder of its host, with
``index.html`` for ``/``, ``index.html?p=12`` (on Windows ``index.html@p=12``) for ``/?p=12`` and a ``.html`` that
``wget -E`` added, else by its canonical link. Links between saved files are turned back into addresses.

Not handled: MHTML, and links to files that a browser saved under a name of its own, whose old address is nowhere.
"""

from __future__ import annotations

import os
import posixpath
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import quote, unquote, urljoin, urlsplit

from sociable.errors import Problem, SourceError
from sociable.model import HeldFile, Source
from sociable.sources.attachments import mime_type
from sociable.sources.saved_page import wayback
from sociable.sources.saved_page.capture import Capture, LazyCaptures, is_page
from sociable.sources.tally import Warn

KIND = "page"
_HEAD = 65_536
_SAVED_FROM = re.compile(rb"<!--\s*saved from url=\(\d{1,5}\)([^\s>]+)\s*-->", re.IGNORECASE)
_MIRRORED = re.compile(rb"<!--\s*Mirrored from (\S+) by HTTrack", re.IGNORECASE)
_CANONICAL = re.compile(rb"<link\b[^>]*\brel=[\"']?canonical[\"' ][^>]*>", re.IGNORECASE)
_HREF = re.compile(rb"\bhref=[\"']?([^\"'\s>]+)", re.IGNORECASE)
_HOST = re.compile(
    r"(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}(?:[:+]\d{1,5})?|localhost(?:[:+]\d{1,5})?", re.IGNORECASE
)
_PAGE = re.compile(r"\.(?:html?|xhtml|php)$", re.IGNORECASE)
_INDEX = re.compile(r"(^|/)index\.(?:html?|php)(?=$|[?#])", re.IGNORECASE)
_SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:|//|#|$")
_QUERY_FOLLOWS = re.compile(r"@(?=[\w%-]+=)")
_TOOLS_OWN = frozenset({"hts-cache"})


@dataclass(frozen=True, slots=True)
class _File:
    """A file of the mirror: ``path`` below its root, ``url`` where it was, as far as known."""

    path: str
    url: str
    is_page: bool


class Mirror(LazyCaptures):
    """The pages below a folder, each read when asked for, and the other files there."""

    def __init__(self, root: Path, files: Sequence[str], warn: Warn) -> None:
        self._root = root
        self._by_path: dict[str, _File] = {}
        self._pages: list[_File] = []
        for path in files:
            try:
                found = self._told(path)
            except OSError as error:
                warn(Problem(f"left out: cannot be read: {error.strerror}", str(root / path), level="warning"))
                continue
            self._by_path[path] = found
            if found.is_page:
                self._pages.append(found)
        self._place_beside()

    def __len__(self) -> int:
        return len(self._pages)

    def had(self, at: int) -> Capture:
        """Return one of them."""
        page = self._pages[at]
        path = self._root / page.path
        try:
            html = path.read_bytes()
        except OSError as error:
            raise SourceError(Problem(f"cannot read it: {error.strerror}", path.as_posix())) from error
        shown = wayback.original(page.url)
        return Capture(shown.url, html, path.as_posix(), shown.taken, resolve=self._resolver(page))

    def held(self) -> Iterator[HeldFile]:
        """Yield the images, sounds and documents beside the pages whose addresses are known."""
        for path, file in sorted(self._by_path.items()):
            mime = mime_type(f"/{path.partition('?')[0]}")
            if not file.is_page and file.url and mime:
                place = (self._root / path).as_posix()
                url = wayback.original(file.url).url
                yield HeldFile(url, place, mime, Source(place, None, KIND, url))

    def _place_beside(self) -> None:
        """Give what a browser saved in the folder ``Page_files`` of a page an address below the page's own."""
        beside = {f"{re.sub(_PAGE, '', page.path)}_files": page for page in self._pages if page.url}
        for path, file in self._by_path.items() if beside else ():
            page = beside.get(posixpath.dirname(path))
            if page is not None and not file.url:
                below = posixpath.relpath(path, posixpath.dirname(page.path) or ".")
                self._by_path[path] = replace(file, url=urljoin(page.url, quote(below)))

    def _told(self, path: str) -> _File:
        """Tell what a file is, and where it was."""
        whole = self._root / path
        named_so = (
            _PAGE.search(re.split(r"[?@]", path, maxsplit=1)[0])
            or "." not in posixpath.basename(path)
            or _PAGE.search(path)
        )
        head = b""
        if named_so or not mime_type(f"/{path}"):
            with whole.open("rb") as file:
                head = file.read(_HEAD)
        is_one = is_page(head)
        return _File(path, self._url(path, head if is_one else b""), is_one)

    def _url(self, path: str, head: bytes) -> str:
        if (saved := _SAVED_FROM.search(head)) and saved[1].lower().startswith(b"http"):
            return saved[1].decode("utf-8", "replace")
        if mirrored := _MIRRORED.search(head):
            said = mirrored[1].decode("utf-8", "replace")
            return said if "://" in said else f"http://{said}"
        canonical = _canonical(head)
        told = _as_linked(self._url_of_path(path), head)
        if not told:
            return canonical
        same = re.sub(r"\.html?$", "", told).rstrip("/")
        return (
            canonical
            if told.endswith((".html", ".htm")) and canonical.split("://")[-1].rstrip("/") == same.split("://")[-1]
            else told
        )

    def _url_of_path(self, path: str) -> str:
        """Return the address that a path stands for, by the folder that is called like a host."""
        parts = path.split("/")
        if parts[0] == "..":
            return ""
        at = next((place for place, part in enumerate(parts[:-1]) if _HOST.fullmatch(part)), None)
        if at is None:
            above = self._root.resolve().parts
            found = next((place for place in range(len(above) - 1, 0, -1) if _HOST.fullmatch(above[place])), None)
            if found is None:
                return ""
            parts, at = [*above[found:], *parts], 0
        host = parts[at].replace("+", ":")
        scheme = parts[at - 1] if at and parts[at - 1] in ("http", "https") else "http"
        return f"{scheme}://{host}/{_address_path('/'.join(parts[at + 1 :]))}"

    def _resolver(self, page: _File) -> Callable[[str], str]:
        folder = posixpath.dirname(page.path)

        def resolve(link: str) -> str:
            plain = link.strip()
            if _SCHEME.match(plain):
                return _with_scheme(plain, page.url)
            if not plain.startswith(("/", "?")):
                bare, mark, fragment = plain.partition("#")
                target = posixpath.normpath(posixpath.join(folder, unquote(bare)))
                if (file := self._by_path.get(target)) or (
                    file := self._by_path.get(posixpath.join(target, "index.html"))
                ):
                    return wayback.original(file.url).url + mark + fragment if file.url else plain
                if told := self._url_of_path(target):
                    slash = "/" if bare.endswith("/") and not told.endswith("/") else ""
                    return wayback.original(told).url + slash + mark + fragment
            if not page.url:
                return plain
            joined = urljoin(wayback.original(page.url).url, plain)
            return _INDEX.sub(r"\1", joined)

        return resolve


def read(root: Path, warn: Warn) -> Mirror:
    """Return the mirror in a folder; of a single page, that page and the files saved with it.

    Links are not followed, hidden files and what the tools keep for themselves are left alone.
    """
    if root.is_file():
        beside = root.parent / f"{root.stem}_files"
        files = [root.name, *(f"{beside.name}/{path}" for path in _files(beside))]
        return Mirror(root.parent, files, warn)
    return Mirror(root, list(_files(root)), warn)


def _files(folder: Path) -> Iterator[str]:
    for here, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith(".") and name not in _TOOLS_OWN)
        for name in sorted(names):
            path = Path(here, name)
            if not name.startswith(".") and not path.is_symlink() and path.is_file():
                yield path.relative_to(folder).as_posix()


def _as_linked(url: str, head: bytes) -> str:
    """Return an address guessed from a path with the scheme that the page's own links to that host have."""
    there = url.partition("://")[2].partition("/")[0].encode()
    is_secure = there and head.count(b"https://" + there) > head.count(b"http://" + there)
    return url.replace("http://", "https://", 1) if is_secure and url.startswith("http://") else url


def _address_path(path: str) -> str:
    """Return the path of an address that a saved file's path stands for."""
    path = _QUERY_FOLLOWS.sub("?", path, count=1) if "?" not in path else path
    if "?" in path:
        path = re.sub(r"\.html?$", "", path)
    bare, mark, query = path.partition("?")
    shown = _INDEX.sub(r"\1", bare)
    return quote(shown, safe="/%:@!$&'()*+,;=~-._") + mark + query


def _canonical(head: bytes) -> str:
    link = _CANONICAL.search(head)
    href = _HREF.search(link[0]) if link else None
    found = href[1].decode("utf-8", "replace").replace("&amp;", "&") if href else ""
    return found if found.lower().startswith(("http://", "https://")) else ""


def _with_scheme(link: str, url: str) -> str:
    if link.startswith("//"):
        return f"{urlsplit(url).scheme or 'http'}:{link}"
    return link
