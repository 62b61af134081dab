"""Read web archives: WARC files, of which a WACZ file holds some, or the parts of one crawl.

The pages are those that ``saved_page`` reads, wherever they come from; here it is decided which capture of a page
counts (``captures``), and its body is taken (``laying``) out of the records (``records``) and unpacked (``bodies``).
All files are gone through twice: once to know what is there, once for the bodies that were chosen, which are laid
aside in a folder of the caller's. Memory is bounded by the list of records and the largest page. Style sheets,
programmes and fonts are left aside; requests, metadata and look-ups of hosts say nothing of a blog.

What remains of a file that is damaged or cut short is read, and a warning says where. Addresses that led to others
give a post its old slugs.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

from sociable.errors import NoBlogError, Problem
from sociable.model import Blog, HeldFile, Item, Post, Source
from sociable.sources import saved_page
from sociable.sources.tally import Warn
from sociable.sources.warc import index
from sociable.sources.warc.captures import Capture, Chosen, choose, same_address
from sociable.sources.warc.index import IsOther
from sociable.sources.warc.laying import Laid, Pages, lay
from sociable.sources.warc.records import is_warc

__all__ = ["Crawl", "gather", "is_warc", "read"]

KIND = "page"
_NOT_HELD = ("text/css", "font/", "application/json", "application/manifest", "text/html", "application/font")
_SCRIPT = ("javascript", "ecmascript", "x-font")
_NO_SLUGS = frozenset({"feed", "amp", "embed", "trackback", "rss", "atom", "rdf", "index.php", "index.html"})


@dataclass(frozen=True, slots=True)
class Crawl:
    """What was found in web archives that belong together.

    ``others`` is a folder of what are neither pages nor files of the blog: feeds, REST answers. ``aliases`` are
    addresses that led to pages; ``called`` is the name of the first file.
    """

    pages: Pages
    held: tuple[HeldFile, ...]
    others: Path
    aliases: Mapping[str, str]
    called: str

    def read(self, warn: Warn) -> Iterator[Item]:
        """Yield what ``saved_page`` reads in the pages: the blog, the files that are held, then all other values.

        Raises:
            NoBlogError: there are pages, and none is of a WordPress blog.
        """
        if not self.pages:
            yield from self.held
            return
        slugs = _old_slugs(self.aliases)
        has_posts = False
        for item in saved_page.read_site(self.pages, warn, self.called):
            yield _with_old_slugs(item, slugs) if isinstance(item, Post) else item
            if isinstance(item, Blog):
                yield from self.held
            else:
                has_posts = True
        if not has_posts:
            mend = "Name the web archive of a crawl of the blog's pages."
            raise NoBlogError(Problem("holds no page of a WordPress blog", self.called, mend=mend))


def read(path: Path, warn: Warn, *, folder: Path, as_of: date | None = None) -> Iterator[Item]:
    """Yield the values of one WARC file; its bodies are laid aside in ``folder``, which must outlive them.

    Raises:
        SourceError: it cannot be read at all, or must not be unpacked.
    """
    yield from gather([path], folder, warn, as_of=as_of).read(warn)


def gather(
    paths: Sequence[Path],
    folder: Path,
    warn: Warn,
    *,
    as_of: date | None = None,
    is_other: IsOther = lambda head: False,
) -> Crawl:
    """Take the best captures of all addresses out of WARC files, as of a day if one is given.

    ``folder`` gets the bodies. ``is_other`` tells by its beginning what else is wanted than pages and files. ``warn``
    gets a warning for each kind of thing that was left out.

    Raises:
        SourceError: a file cannot be read at all, or unpacks to more than anybody can have meant.
    """
    found = index.over(paths, is_other, warn)
    chosen = choose(found.captures, as_of)
    wanted = [capture for capture in chosen.captures if capture.kind != "file" or _is_held(capture)]
    laid = lay(paths, wanted, folder, warn)
    pages = [each for each in wanted if each.kind == "page" and laid.places.get(each.body, (0, 0))[1]]
    called = {number: path.as_posix() for number, path in enumerate(paths)}
    _report(found, chosen, called[0], warn)
    held = tuple(_held(wanted, chosen.aliases, laid, called))
    return Crawl(Pages(pages, laid, called), held, folder / "other", chosen.aliases, called[0])


def _is_held(capture: Capture) -> bool:
    return not capture.mime.startswith(_NOT_HELD) and not any(word in capture.mime for word in _SCRIPT)


def _held(
    wanted: Sequence[Capture], aliases: Mapping[str, str], laid: Laid, called: Mapping[int, str]
) -> Iterator[HeldFile]:
    """The files that were laid aside, under each address that led to them."""
    by_address: dict[str, HeldFile] = {}
    for capture in wanted:
        if capture.kind == "file" and capture.body in laid.files:
            source = Source(f"{called[capture.key[0]]}!{capture.url}", None, KIND, capture.url)
            held = HeldFile(capture.url, str(laid.files[capture.body]), capture.mime, source)
            by_address[same_address(capture.url)] = held
            yield held
    for old, end in aliases.items():
        if end in by_address:
            yield replace(by_address[end], url=old)


def _old_slugs(aliases: Mapping[str, str]) -> Mapping[str, tuple[str, ...]]:
    """The last parts of the addresses that led to a page, by its own address."""
    found: dict[str, list[str]] = {}
    for old, end in aliases.items():
        slug, place = _slug(old), _bare(end)
        if slug and "/" in place and not urlsplit(old).query and slug != _slug(end):
            found.setdefault(place, []).append(slug)
    return {place: tuple(dict.fromkeys(slugs)) for place, slugs in found.items()}


def _slug(address: str) -> str:
    slug = urlsplit(address).path.rstrip("/").rpartition("/")[2]
    return "" if slug.isdecimal() or slug in _NO_SLUGS or slug.startswith("comment-page-") else slug


def _bare(address: str) -> str:
    """An address without what may change while a page stays: its scheme, ``www.``, a slash at the end."""
    parts = urlsplit(same_address(address))
    query = f"?{parts.query}" if parts.query else ""
    return parts.netloc.removeprefix("www.") + parts.path.rstrip("/") + query


def _with_old_slugs(post: Post, slugs: Mapping[str, tuple[str, ...]]) -> Post:
    addresses = [each for each in (post.link, post.source.url) if each and index.is_address(each)]
    more = [slug for address in addresses for slug in slugs.get(_bare(address), ()) if slug != post.slug]
    return replace(post, old_slugs=tuple(dict.fromkeys((*post.old_slugs, *more)))) if more else post


def _report(found: index.Index, chosen: Chosen, called: str, warn: Warn) -> None:
    """Say what was left out."""
    cut = [each for each in chosen.captures if each.is_cut]
    statuses = ", ".join(f"{count} with status {status}" for status, count in sorted(found.statuses.items()))
    said: list[tuple[object, str]] = [
        (found.statuses, f"left out {found.statuses.total()} answers that are neither pages nor files: {statuses}"),
        (
            found.unreadable,
            f"{len(found.unreadable)} bodies cannot be decompressed, such as that of {''.join(found.unreadable[:1])}",
        ),
        (chosen.lost_revisits, f"{chosen.lost_revisits} captures repeat one that is not here"),
        (chosen.open_redirects, f"{chosen.open_redirects} addresses led to others that are not here"),
        (cut, f"{len(cut)} captures are cut short, such as that of {cut[0].url if cut else ''}"),
    ]
    for reason, what in said:
        if reason:
            warn(Problem(what, called, level="warning"))
