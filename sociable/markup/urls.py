"""Web addresses made valid, or refused.

Rules: https://url.spec.whatwg.org/ (parsing) and the address check of the Nu HTML checker. What a browser mends
silently is mended here the same way; what it could not open is refused. The result means what the address meant:
characters that may not stand in an address, and letters beyond ASCII, are percent-encoded; nothing else is.

Not handled: names of hosts are not looked up, and not turned into Punycode.
"""

from __future__ import annotations

import re
from functools import lru_cache

from sociable.markup.allowed import SCHEMES

_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
_WITH_HOST = frozenset({"http", "https", "ftp"})
_AUTHORITY = re.compile(
    r"(?:[A-Za-z0-9._~%!$&'()*+,;=:-]*@)?(?P<host>\[[0-9a-fA-F:.]+\]|[^:/?#\\\[\]@]+)(?::(?P<port>\d{0,5}))?(?=[/?#\\]|\Z)"
)
_PLAIN = re.compile(r"https?://[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+(?:[/?][A-Za-z0-9/._~!$&'()*+,;=:@?-]*)?(?:#[\w.:-]*)?")
_ILLEGAL = re.compile(r"[\x00-\x20\x7f-\U0010ffff\"<>\\^`{|}\[\]]|%(?![0-9A-Fa-f]{2})")
_STRIPPED = "".join(map(chr, range(0x21)))
_REMOVED = str.maketrans("", "", "\t\n\r")


def clean(url: str) -> str | None:
    """Return ``url`` as a valid address with an allowed scheme, or relative; ``None`` if it can't be one."""
    return _remembered(url) if len(url) < 500 else _clean(url)


def _clean(url: str) -> str | None:
    if _PLAIN.fullmatch(url):
        return url
    url = url.strip(_STRIPPED).translate(_REMOVED)
    scheme = _SCHEME.match(url)
    if scheme is None:
        return _relative(url)
    name = scheme[1].lower()
    if name not in SCHEMES:
        return None
    if name not in _WITH_HOST:
        return f"{name}:{_encode(url[scheme.end() :])}"
    return _absolute(f"{name}://", url[scheme.end() :].lstrip("/\\"))


_remembered = lru_cache(maxsize=4096)(_clean)


def is_remote(url: str) -> bool:
    """Say whether a reader's browser would ask another host for ``url`` (a cleaned address)."""
    return url.startswith("//") or _SCHEME.match(url) is not None


def is_web(url: str) -> bool:
    """Say whether a browser could show what is at ``url`` (a cleaned address): it is relative, or of the web."""
    scheme = _SCHEME.match(url)
    return scheme is None or scheme[1] in _WITH_HOST


def _relative(url: str) -> str | None:
    path, mark, rest = _cut(url)
    path = path.replace("\\", "/")
    if path.startswith("//"):
        return _absolute("//", path.lstrip("/") + mark + rest)
    return _encode(path) + mark + _encode_rest(mark, rest)


def _absolute(start: str, rest: str) -> str | None:
    authority = _AUTHORITY.match(rest)
    if authority is None or not _is_host(authority["host"]) or int(authority["port"] or 0) > 65535:
        return f"#{_encode(rest[1:])}" if rest.startswith("#") else None
    path, mark, query = _cut(rest[authority.end() :])
    return start + authority[0] + _encode(path.replace("\\", "/")) + mark + _encode_rest(mark, query)


def _cut(url: str) -> tuple[str, str, str]:
    """Cut before the query or the fragment, whichever comes first."""
    at = min((place for place in (url.find("?"), url.find("#")) if place >= 0), default=len(url))
    return url[:at], url[at : at + 1], url[at + 1 :]


def _encode_rest(mark: str, rest: str) -> str:
    if mark == "?":
        query, hash_mark, fragment = rest.partition("#")
        return _encode(query) + hash_mark + _encode(fragment).replace("#", "%23")
    return _encode(rest).replace("#", "%23")


def _encode(text: str) -> str:
    return _ILLEGAL.sub(_percent, text)


def _percent(match: re.Match[str]) -> str:
    return "".join(f"%{byte:02X}" for byte in match[0].encode("utf-8", "replace"))


def _is_host(host: str) -> bool:
    if host.startswith("["):
        return True
    labels = host.removesuffix(".").split(".")
    return all(labels) and all(character.isalnum() or character in "-_%" for label in labels for character in label)
