"""Check that two sites are the same before they are measured: pages, listings, feeds and words.

Every post has its page in both, and the same words in the same order in its text and in each comment; every listing
leads to exactly the posts that belong there, followed from page to page; every feed has the newest twenty of them.
Words are runs of letters and digits, so no engine's typography counts. How a listing is cut into pages is each
generator's own affair, and a listing of no posts needs no page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from lxml import etree, html

from bench.site_posts import ARCHIVE, Entry

FEED = "feed.atom"
NEWEST = 20
_WORD = re.compile(r"\w+")
_PAGE = re.compile(r"page/\d+/")
_PROSE = "(//article//div[contains(concat(' ', @class, ' '), ' prose ')])[1]"
_COMMENTS = "//article[starts-with(@id, 'comment-')]"
_WORDS = ".//div[contains(concat(' ', @class, ' '), ' words ')]"
_ATOM = "{http://www.w3.org/2005/Atom}"


@dataclass(frozen=True, slots=True)
class Text:
    """The words of a post, and those of its comments by their ids."""

    words: tuple[str, ...]
    comments: Mapping[str, tuple[str, ...]]


class Site:
    """A built site, looked at by address."""

    def __init__(self, name: str, output: Path) -> None:
        self.name = name
        self.addresses = frozenset(_addresses(output, "index.html"))
        self.feeds = frozenset(_addresses(output, FEED))
        self._output = output

    def text(self, address: str) -> Text:
        """The words of the post at ``address``."""
        page = html.document_fromstring(self._read(address, "index.html"))
        comments = {str(one.get("id")): _words(one.xpath(_WORDS)) for one in page.xpath(_COMMENTS)}
        return Text(_words(page.xpath(_PROSE)), comments)

    def listed(self, address: str, posts: frozenset[str]) -> frozenset[str]:
        """The ``posts`` that the listing at ``address`` links to, on it and on the pages that it leads to."""
        found: set[str] = set()
        seen: set[str] = set()
        ahead = [address]
        while ahead:
            here = ahead.pop()
            if here in seen or here not in self.addresses:
                continue
            seen.add(here)
            text = self._read(here, "index.html").decode()
            links = {link.removeprefix("/") for link in re.findall(r'href="?(/[^"#> ]*)', text)}
            found |= links & posts
            ahead += [link for link in links if link.startswith(address) and _PAGE.fullmatch(link[len(address) :])]
        return frozenset(found)

    def feed(self, address: str) -> list[str]:
        """The addresses of the entries of a listing's feed, in its order."""
        root = etree.fromstring(self._read(address, FEED))
        links = (entry.find(f"{_ATOM}link") for entry in root.iter(f"{_ATOM}entry"))
        return [str(link.get("href")).removeprefix("/") for link in links if link is not None]

    def _read(self, address: str, name: str) -> bytes:
        return (self._output / address / name).read_bytes()


def differences(one: Site, other: Site, entries: Sequence[Entry]) -> Iterator[str]:
    """Say everything in which a site is not the one that ``entries`` (newest first) make, or the other one isn't."""
    whole = {path: one for path, one in _listings(entries).items() if one}
    for site in (one, other):
        yield from _missing(site, entries, whole)
    yield from _pages(one, other, whole)
    yield from _feeds(one, other, whole)
    for entry in entries:
        if entry.path in one.addresses and entry.path in other.addresses:
            yield from _texts(one, other, entry.path)


def _addresses(output: Path, name: str) -> Iterator[str]:
    for path in output.rglob(name):
        address = path.parent.relative_to(output).as_posix()
        yield "" if address == "." else f"{address}/"


def _listings(entries: Sequence[Entry]) -> dict[str, list[str]]:
    """The posts of every listing, newest first."""
    found: dict[str, list[str]] = {}
    for entry in entries:
        for path in entry.listings:
            found.setdefault(path, []).append(entry.path)
    return found


def _missing(site: Site, entries: Sequence[Entry], whole: Mapping[str, list[str]]) -> Iterator[str]:
    posts = frozenset(entry.path for entry in entries)
    for path in sorted(posts - site.addresses):
        yield f"{site.name} has no post at /{path}"
    for path, listed in whole.items():
        found = site.listed(path, posts)
        for post in sorted(frozenset(listed) - found):
            yield f"{site.name} does not list /{post} at /{path}"
        for post in sorted(found - frozenset(listed)):
            yield f"{site.name} lists /{post} at /{path}, where it does not belong"


def _pages(one: Site, other: Site, whole: Mapping[str, list[str]]) -> Iterator[str]:
    """Pages that one has and the other has not, but for those that a listing goes on at, and empty listings."""
    for site, another in ((one, other), (other, one)):
        for path in sorted(site.addresses - another.addresses):
            empty = path.startswith(("principles/", "organisations/")) and path not in whole
            if not (_PAGE.search(path) or empty):
                yield f"{another.name} has no page at /{path}, but {site.name} has"


def _feeds(one: Site, other: Site, whole: Mapping[str, list[str]]) -> Iterator[str]:
    archived = sorted({path for path in whole if path.startswith(ARCHIVE)})
    for path in sorted(one.feeds | other.feeds):
        if path not in whole and path != ARCHIVE:
            continue
        newest = _newest(path, whole, archived)
        for site in (one, other):
            if path not in site.feeds:
                yield f"{site.name} has no feed at /{path}"
            elif (found := site.feed(path)) != newest:
                gone = [post for post in newest if post not in found]
                yield f"{site.name}'s feed at /{path} is not the newest {len(newest)}: missing {gone or 'none'}"


def _newest(path: str, whole: Mapping[str, list[str]], archived: Sequence[str]) -> list[str]:
    """The posts of a feed; the archive's own has those of all its years."""
    if path in whole:
        return whole[path][:NEWEST]
    years = sorted((one for one in archived if re.fullmatch(rf"{ARCHIVE}\d+/", one)), reverse=True)
    return [post for year in years for post in whole[year]][:NEWEST]


def _texts(one: Site, other: Site, path: str) -> Iterator[str]:
    first, second = one.text(path), other.text(path)
    if first.words != second.words:
        yield f"/{path}: {_parting(one, first.words, other, second.words)}"
    for name in sorted(first.comments.keys() ^ second.comments.keys()):
        yield f"/{path}: {name} is only in {one.name if name in first.comments else other.name}"
    for name in sorted(first.comments.keys() & second.comments.keys()):
        if first.comments[name] != second.comments[name]:
            yield f"/{path}#{name}: {_parting(one, first.comments[name], other, second.comments[name])}"


def _parting(one: Site, first: Sequence[str], other: Site, second: Sequence[str]) -> str:
    """Where two texts part."""
    at = next((at for at, pair in enumerate(zip(first, second, strict=False)) if pair[0] != pair[1]), None)
    at = min(len(first), len(second)) if at is None else at
    said = " and ".join(
        f"{site.name} has «{' '.join(words[at : at + 5])}»" for site, words in ((one, first), (other, second))
    )
    return f"from word {at + 1} on {said}"


def _words(found: Sequence[html.HtmlElement]) -> tuple[str, ...]:
    return tuple(_WORD.findall(" ".join(" ".join(element.itertext()) for element in found)))
