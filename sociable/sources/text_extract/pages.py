"""Decide what kind of page an extract is of, and part its posts from each other.

The address decides if it is known, then what the text shows. A page of several posts prints no comments. Where its
posts end is said by the lines that close them (``Posted in …``, ``Continue reading``); without such lines only titles
show it, and what comes of that is marked as a guess. A text that was cut short anywhere still is a page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal
from urllib.parse import unquote, urlsplit

from sociable.sources.text_extract import entry, titles
from sociable.sources.text_extract.conversation import Header, headers
from sociable.sources.text_extract.entry import Entry
from sociable.sources.text_extract.lines import Line, trimmed
from sociable.sources.text_extract.rules import ARCHIVE_HEADER, CONTINUE_READING, Dropped

Kind = Literal["post", "listing", "page", ""]

HEAD = 4  # lines at the top of a page among which the header of a listing stands

OF_SINGLE_POSTS = ("reply-form", "comments-closed")
"""Rules that drop what only the page of a single post has."""

_LISTING_PATH = re.compile(
    r"(?:.*/)?(?:category|tag|author|topics)/[^/]+(?:/.*)?|(?:.*/)?page/\d+|(?:.*/)?(?:19|20)\d\d(?:/\d\d?){0,2}"
)
_POST_PATH = re.compile(
    r"(?P<home>(?:.*/)?)(?P<year>(?:19|20)\d\d)/(?P<month>\d\d?)/(?:(?P<day>\d\d?)/)?(?P<slug>[^/]+?)(?:\.html?)?"
    r"(?:/comment-page-\d+)?"
)
_VIEW = re.compile(r"/comment-page-\d+/?$")
_ARCHIVE_HEADER = re.compile(
    r"(?:category|tag|monthly|daily|yearly|author) archives?:? .+|(?:month|category|tag): .+|archive for .+"
    r"|posted tagged .+|home » .+|posts (?:by|tagged) .+|entries (?:in|from) .+",
    re.IGNORECASE,
)
_MORE = re.compile(
    r"(?P<text>.*?)(?P<more> ?(?:(?:…|\.\.\.) ?)?"
    r"(?:continue reading(?: (?:→|“[^”]*”?|»))?|keep reading|read the rest(?: of .*)?|read the full post ?»?"
    r"|read more ?(?:»|…|\.\.\.|→)?|click to read more ?(?:…|\.\.\.)?|\(more(?:…|\.\.\.)\))) ?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Address:
    """What the address of a page says. ``date`` is year, month and day, the latter maybe 0.

    ``link`` is the address without what names only a view of the page (``?replytocom=12``, ``/comment-page-1/``).
    """

    kind: Kind = ""
    home: str = ""
    slug: str = ""
    date: tuple[int, int, int] | None = None
    link: str = ""


@dataclass(slots=True)
class Section:
    """One post as it stands on a page: its title, all lines of it but that, and those below the comments' header.

    ``opening`` is what stood above the title. ``is_cut``: it says itself that the page shows only its beginning.
    """

    title: str
    lines: Sequence[Line]
    line: int
    opening: Entry = field(default_factory=Entry)
    header: Header | None = None
    below_header: Sequence[Line] = ()
    is_cut: bool = False


@dataclass(frozen=True, slots=True)
class Parted:
    """The posts of a page. ``is_guess``: only titles show where they begin."""

    kind: Kind
    sections: Sequence[Section]
    is_guess: bool = False


def address(url: str) -> Address:
    """Say what the address of a page tells of it; of an empty one, nothing."""
    if not url:
        return Address()
    parts = urlsplit(url)
    site, path = f"{parts.scheme}://{parts.netloc}", unquote(parts.path).strip("/")
    link = site + _VIEW.sub("/", parts.path)
    if not path or _LISTING_PATH.fullmatch(path):
        before = re.split(r"(?:^|/)(?:category|tag|author|topics|page|(?:19|20)\d\d)(?:/|$)", path, maxsplit=1)[0]
        return Address("listing", f"{site}/{before}".rstrip("/"))
    if found := _POST_PATH.fullmatch(path):
        date = int(found["year"]), int(found["month"]), int(found["day"] or 0)
        return Address("post", f"{site}/{found['home']}".rstrip("/"), found["slug"], date, link)
    return Address("page", site, path.rpartition("/")[2], link=link)


def part(lines: Sequence[Line], where: Address, dropped: Dropped) -> Parted:
    """Part the posts of a page, whose chrome has been taken out of ``lines``."""
    kept = trimmed(lines)
    if where.kind in ("listing", "") and not (where.kind == "" and _shows_one(kept, dropped)):
        kept, is_listing = _without_archive_header(kept, dropped)
        if not (is_listing or where.kind or _shows_several(kept)):
            return Parted("post", [_single(kept)])
        sections = [section for section in _sections(kept, dropped) if section.title or section.lines]
        is_guess = len(sections) > 1 and not any(map(_is_closed, sections))
        return Parted("listing", sections, is_guess)
    return Parted("page" if where.kind == "page" and _is_static(kept) else "post", [_single(kept)])


def last_anchor(lines: Sequence[Line]) -> int:
    """Return the index behind the last line that belongs to a post or its comments for sure."""
    return max((index + 1 for index, line in enumerate(lines) if entry.closes(line) or _is_header(line)), default=0)


def _is_header(line: Line) -> bool:
    return any(headers([line], line.words.partition(" to ")[2] or line.words.partition(" on ")[2]))


def _without_archive_header(lines: Sequence[Line], dropped: Dropped) -> tuple[Sequence[Line], bool]:
    """Leave out the header of a listing and what stands above it, and say whether there was one."""
    for index, line in enumerate(lines[:HEAD]):
        if _ARCHIVE_HEADER.fullmatch(line.words):
            dropped.add(ARCHIVE_HEADER, *lines[: index + 1])
            return trimmed(lines[index + 1 :]), True
    return lines, False


def _shows_one(lines: Sequence[Line], dropped: Dropped) -> bool:
    """Whether a text shows by itself that it is of the page of one post."""
    title = lines[0].words if lines else ""
    has_form = any(rule in dropped for rule in OF_SINGLE_POSTS)
    return has_form or any(headers(lines, title)) or sum(map(entry.closes_page, lines)) == 1


def _shows_several(lines: Sequence[Line]) -> bool:
    """Whether a text shows by itself that it holds several posts."""
    marked = sum(
        titles.starts_post(lines, index, page_is_marked=True) and titles.is_marked(line)
        for index, line in enumerate(lines)
        if index
    )
    closed = sum(entry.closes(line) for line in lines)
    cut = sum(bool(_more(line)) and not after for line, after in _with_rest(lines))
    dated = sum(entry.opening_date(lines[index : index + 2])[1] == 2 for index in range(len(lines)))
    return marked + bool(lines and titles.is_marked(lines[0])) > 1 or max(closed, cut, dated) > 1


def _with_rest(lines: Sequence[Line]) -> Iterator[tuple[Line, str]]:
    """Yield each line with what follows it directly: nothing where a paragraph ends."""
    for index, line in enumerate(lines):
        yield line, lines[index + 1].words if index + 1 < len(lines) else ""


def _single(lines: Sequence[Line]) -> Section:
    """Take the page as one post: its title, its text, its comments."""
    has_title = bool(lines) and _is_title(lines)
    title = lines[0].words if has_title else ""
    header = _header(lines, title)
    if header is None:
        return Section(title, lines[1:] if has_title else lines, lines[0].number if lines else 1)
    first = 1 if has_title and header.index > 0 else 0
    return Section(
        title if first else header.title,
        lines[first : header.index],
        lines[0].number,
        header=header,
        below_header=lines[header.index + 1 :],
    )


def _header(lines: Sequence[Line], title: str) -> Header | None:
    """Choose the header of the comments: the first behind the last line that closes the post, else the first."""
    found = list(headers(lines, title))
    closing = max((index for index, line in enumerate(lines) if entry.closes(line)), default=-1)
    return next((header for header in found if header.index > closing), found[0] if found and closing < 0 else None)


def _is_title(lines: Sequence[Line]) -> bool:
    first = lines[0]
    if titles.is_marked(first):
        return True
    stands_apart = len(lines) == 1 or lines[1].is_blank or entry.above(lines[1]) is not None
    return stands_apart and len(first.words) <= titles.LONGEST and entry.above(first) is None


def _is_static(lines: Sequence[Line]) -> bool:
    """Whether nothing in the text says that it is one of a stream of posts."""
    title = lines[0].words if lines else ""
    top = [line for line in lines[1:] if not line.is_blank][:2]
    has_day = any((above := entry.above(line)) is not None and above.date is not None for line in top)
    return not has_day and not any(headers(lines, title)) and not any(map(entry.closes, lines))


def _sections(lines: Sequence[Line], dropped: Dropped) -> Iterator[Section]:
    """Walk down a listing: a title or a day begins a post, a line that closes one is its last but for more of those."""
    page_is_marked = any(map(titles.is_marked, lines))
    current = Section("", [], lines[0].number if lines else 1)
    own: list[Line] = []
    is_closed, wants_title = False, True
    index = 0
    while index < len(lines):
        line = lines[index]
        opening, count = entry.opening_date(lines[index : index + 2])
        is_below = entry.closes(line) or (is_closed and entry.below(line) is not None)
        begins = (
            not line.is_blank
            and not is_below
            and _begins(lines, index, is_closed=is_closed, has_day=count == 2, page_is_marked=page_is_marked)
        )
        if begins and (current.title or any(not each.is_blank for each in own)):
            yield _ended(current, own)
            current, own, is_closed, wants_title = Section("", [], line.number), [], False, True
        if opening is not None and wants_title:
            current.opening = opening
            index += count
            continue
        if wants_title and not line.is_blank:
            current.title, current.line, wants_title = line.words, line.number, False
        elif found := _more(line) if not lines[index + 1 : index + 2] or lines[index + 1].is_blank else None:
            dropped.add(CONTINUE_READING, line)
            own.append(Line(line.number, line.text[: found.end("text")]))
            current.is_cut = is_closed = True
        else:
            own.append(line)
            is_closed = is_closed or is_below
        index += 1
    yield _ended(current, own)


def _begins(lines: Sequence[Line], index: int, *, is_closed: bool, has_day: bool, page_is_marked: bool) -> bool:
    return is_closed or has_day or titles.starts_post(lines, index, page_is_marked=page_is_marked)


def _ended(section: Section, own: list[Line]) -> Section:
    section.lines = trimmed(own)
    return section


def _is_closed(section: Section) -> bool:
    return section.is_cut or section.opening.date is not None or any(map(entry.closes, section.lines))


def _more(line: Line) -> re.Match[str] | None:
    """Return the match of a line that ends by saying that there is more."""
    found = _MORE.fullmatch(line.text.rstrip())
    if found is None or (found["text"] and len(line.text) > 60 and "(" not in found["more"] and _is_prose(found)):
        return None
    return found


def _is_prose(found: re.Match[str]) -> bool:
    """Whether «continue reading» is the end of a sentence that somebody wrote: no stop before it, no mark after."""
    return found["more"].islower()
