"""Which addresses of the old web belonged to a blog, and which of its paths each of them means.

A blog is reached by more than one address: ``http`` and ``https``, with and without ``www.``, on its own domain and
on ``name.wordpress.com``, whose files lie on ``name.files.wordpress.com``. It may live below a path of a host
(``https://council.example/blog``) whose other pages are none of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from urllib.parse import parse_qsl, unquote, urljoin, urlsplit, urlunsplit

from sociable.archive.names import fold

UPLOADS = "wp-content/uploads/"
_WORDPRESS_COM = ".wordpress.com"
_FILES = ".files.wordpress.com"
_PHOTON = re.compile(r"i[0-3]\.wp\.com")
_SIZING = frozenset({"w", "h", "fit", "resize", "crop", "zoom", "quality", "strip", "ssl", "lb", "ulb"})
"""What WordPress.com's image service understands: https://developer.wordpress.com/docs/photon/api/"""


@dataclass(frozen=True, slots=True)
class Located:
    """An address taken apart: ``host`` without ``www.``, ``path`` without its first slash and still encoded."""

    host: str
    path: str
    query: str = ""
    fragment: str = ""

    @property
    def url(self) -> str:
        """An address that is located here again."""
        return urlunsplit(("http", self.host, f"/{self.path}", self.query, self.fragment))

    @property
    def key(self) -> str:
        """The path as it is compared: decoded, without the slash at either end, case and Unicode form aside."""
        return path_key(self.path)

    def queried(self) -> Mapping[str, str]:
        """The query's arguments, the first of each name."""
        return _arguments(self.query)


@lru_cache(maxsize=4096)
def _arguments(query: str) -> Mapping[str, str]:
    found: dict[str, str] = {}
    for name, value in parse_qsl(query, keep_blank_values=True):
        found.setdefault(name.lower(), value)
    return MappingProxyType(found)


@lru_cache(maxsize=4096)
def path_key(path: str) -> str:
    """What two paths have in common that lead to one page: decoded, without outer slashes, case and form aside."""
    return fold(unquote(path, errors="replace")).strip("/")


_PLAIN = re.compile(r"https?://([a-z0-9.-]*[a-z0-9-])/([!\"$-:<=>@-~]*)(?:\?([!\"$-~]*))?(?:#([!-~]*))?")
"""A whole address in which there is nothing to mend, as most are, taken apart."""


@lru_cache(maxsize=4096)
def locate(url: str, base: str = "") -> Located | None:
    """Take apart an address of the web, relative to ``base`` where it is; ``None`` for ``mailto:`` and nonsense."""
    if plain := _PLAIN.fullmatch(url):
        host, path, query, fragment = plain.groups("")
        return _unwrapped(host.removeprefix("www."), path, query, fragment)
    try:
        parts = urlsplit(urljoin(base, url.strip()))
        port = parts.port
    except ValueError:
        return None
    if parts.scheme.lower() not in ("http", "https") or not parts.hostname:
        return None
    host = parts.hostname.rstrip(".").removeprefix("www.")
    if port not in (None, 80, 443):
        host = f"{host}:{port}"
    return _unwrapped(host, parts.path, parts.query, parts.fragment)


def _unwrapped(host: str, path: str, query: str, fragment: str) -> Located:
    """WordPress.com's image service names the real host first in the path, and sizes in the query."""
    path = path.lstrip("/")
    is_photon = _PHOTON.fullmatch(host) is not None and "/" in path
    if is_photon:
        host, _, path = path.partition("/")
        host = host.lower().removeprefix("www.")
    if (is_photon or host.endswith(_FILES)) and _only_sizes(query):
        query = ""
    if host.endswith(_FILES):
        host, path = host.removesuffix(_FILES) + _WORDPRESS_COM, UPLOADS + path
    return Located(host, path, query, fragment)


def direct(url: str) -> str:
    """The address of the file itself, where ``url`` asks WordPress.com's image service for it, or for a size of it."""
    try:
        parts = urlsplit(url.strip())
        host = (parts.hostname or "").rstrip(".")
    except ValueError:
        return url
    path, query = parts.path.lstrip("/"), parts.query
    is_photon = _PHOTON.fullmatch(host) is not None and "/" in path
    if not (is_photon or host.endswith(_FILES)) or not _only_sizes(query):
        return url
    if is_photon:
        host, _, path = path.partition("/")
    return urlunsplit((parts.scheme, host, f"/{path}", "", ""))


def is_on_wordpress_com(url: str) -> bool:
    """Whether ``url`` is on a host of WordPress.com's: a blog there, its files, the image service."""
    try:
        parts = urlsplit(url.strip())
        host, port = (parts.hostname or "").rstrip("."), parts.port
    except ValueError:
        return False
    return port in (None, 80, 443) and (host.endswith(_WORDPRESS_COM) or _PHOTON.fullmatch(host) is not None)


def _only_sizes(query: str) -> bool:
    return all(name in _SIZING for name, _ in parse_qsl(query, keep_blank_values=True))


@dataclass(frozen=True, slots=True)
class Homes:
    """The homes of one blog: pairs of host and path key, the deepest path first."""

    places: tuple[tuple[str, str], ...]

    @classmethod
    def of(cls, urls: Iterable[str]) -> Homes:
        """Take the blog's own addresses; what is none is left out."""
        located = (locate(url) for url in urls)
        places = {(one.host, one.key) for one in located if one}
        return cls(tuple(sorted(places, key=lambda place: (-len(place[1]), place))))

    def below(self, url: Located) -> Located | None:
        """Return ``url`` with its path below the home it belongs to; ``None`` if it is not the blog's."""
        for host, home in self.places:
            depth = home.count("/") + 1 if home else 0
            parts = url.path.split("/", depth)
            if host == url.host and path_key("/".join(parts[:depth])) == home:
                rest = parts[depth] if len(parts) > depth else ""
                return Located(host, rest.lstrip("/"), url.query, url.fragment)
        return None


def files_host(url: str) -> str:
    """The blog's address on WordPress.com where ``url`` is one of its files there, else empty.

    A blog with a domain of its own keeps this second address for ever, and its posts link to it.
    """
    try:
        host = urlsplit(url.strip()).hostname or ""
    except ValueError:
        return ""
    return f"https://{host.removesuffix(_FILES)}{_WORDPRESS_COM}" if host.endswith(_FILES) else ""
