"""Read the lines around a post that say when, by whom and under what it was filed: WordPress's entry meta.

Each theme words them in its own way, so each form is a pattern of a whole line. An extractor that leaves out links
leaves ``tagged , , ,``: the commas say how many names are lost. Day and author stand above a post's text, categories
and tags below it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sociable.sources.text_extract import days
from sociable.sources.text_extract.lines import Line, plain

LONGEST_BYLINE = 120  # characters
LONGEST_ABOVE = 300  # characters of a line above a post's text …
LONGEST_BELOW = 10_000  # … and below it, which may name a hundred tags
MOST_NAME_WORDS = 5

_COUNT = r"(?P<comments>leave a (?:comment|reply)|no comments?|\d[\d,]* (?:comments?|responses?|replies|thoughts?))"
_BELOW = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"this entry was posted(?: on (?P<date>.+?))? in (?P<categories>.*?)(?: and tagged (?P<tags>.*?))?"
        r"(?: on (?P<date_2>\w+ \d+, \d{4}))?(?: by (?P<author>[^.]*))?\. ?(?:bookmark the permalink\.?)?",
        r"this entry was (?:tagged (?P<tags>.*?)|posted on (?P<date>.+?))"
        r"(?: by (?P<author>[^.]*))?\. ?(?:bookmark the permalink\.?)?",
        r"bookmark the permalink\.?",
        rf"posted in (?P<categories>[^|]*?) \|(?: tagged:? (?P<tags>[^|]*?))?(?: ?\|? ?{_COUNT})?(?: \| .*)?",
        rf"(?:tags|tagged): (?P<tags>[^|]*?)(?: \| {_COUNT})?(?: \| \d+ likes?)?",
        rf"filed under: (?P<categories>.*?)(?:,? \|? ?tagged:? (?P<tags>[^|]*?))?(?: \| {_COUNT})?",
        r"categories: (?P<categories>.*?)(?: tags:? (?P<tags>.*))?",
        r"categories (?P<categories>.*?) tags (?P<tags>.*)",
        rf"comments: (?:{_COUNT}|\d+)",
        r"explore posts in the same categories: (?P<categories>.*)",
    )
)
_UNMISTAKABLE = re.compile(
    rf"this entry was (?:posted|tagged) .*\. ?(?:bookmark the permalink\.?)?"
    rf"|(?:posted in|tags:) [^|]*(?: \| .*)?\| {_COUNT}.*",
    re.IGNORECASE,
)
_NAME = r"(?:@\w+|[^\W\d_][\w.'’-]*(?: [^\W\d_][\w.'’-]*)*)"
_BY = re.compile(rf"by:? (?P<names>{_NAME}(?:, {_NAME})*(?:,? and {_NAME})?)", re.IGNORECASE)
_POSTED = re.compile(
    r"posted(?: on)?:?(?: (?P<date>(?!by\b|updated\b).+?))?(?: updated on.*)?"
    r"(?: by:? (?P<author>.*?))?(?: - posted on:?(?P<date_2>.*))?",
    re.IGNORECASE,
)
_ROLE = re.compile(r"^guest (?:editor|author|blogger|post)[ :]+", re.IGNORECASE)
_NUMBER = re.compile(r"\d[\d,]*")


@dataclass(frozen=True, slots=True)
class Entry:
    """What the lines around a post say. ``comments`` is the number they state; ``lost_…`` what they show to be lost."""

    date: datetime | None = None
    authors: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    comments: int | None = None
    lost_categories: int = 0
    lost_tags: int = 0
    lost_date: bool = False
    lost_author: bool = False

    def plus(self, other: Entry) -> Entry:
        """What two lines say together; where they disagree, this one counts."""
        return Entry(
            self.date or other.date,
            self.authors or other.authors,
            tuple(dict.fromkeys((*self.categories, *other.categories))),
            tuple(dict.fromkeys((*self.tags, *other.tags))),
            other.comments if self.comments is None else self.comments,
            self.lost_categories + other.lost_categories,
            self.lost_tags + other.lost_tags,
            self.lost_date or other.lost_date,
            self.lost_author or other.lost_author,
        )


def closes(line: Line) -> bool:
    """Whether a line can be nothing but the end of a post."""
    return len(line.text) <= LONGEST_BELOW and bool(_UNMISTAKABLE.fullmatch(line.words))


def closes_page(line: Line) -> bool:
    """Whether a line stands only below a post on a page of its own: it offers the address of that page."""
    return line.words.lower().rstrip(".").endswith("bookmark the permalink")


def below(line: Line) -> Entry | None:
    """Read a line that stands below a post's text; ``None`` if it is none of the known forms."""
    words = line.words if len(line.text) <= LONGEST_BELOW else ""
    found = next(filter(None, (pattern.fullmatch(words) for pattern in _BELOW)), None)
    if found is None:
        return None
    groups = found.groupdict()
    categories, lost_categories = _names(groups.get("categories"))
    tags, lost_tags = _names(groups.get("tags"))
    if not any(groups.values()) and not words.lower().startswith(("bookmark", "comments")):
        return None
    return Entry(
        date=days.read(groups.get("date") or groups.get("date_2") or ""),
        authors=people(groups.get("author") or ""),
        categories=categories,
        tags=tags,
        comments=_count(groups.get("comments")),
        lost_categories=lost_categories,
        lost_tags=lost_tags,
    )


def above(line: Line) -> Entry | None:
    """Read a line that stands between a post's title and its text, or above both; ``None`` if it says nothing."""
    words = line.words if len(line.text) <= LONGEST_ABOVE else ""
    date, rest = days.leading(words)
    if date is not None:
        return _dated(date, rest)
    if posted := _POSTED.fullmatch(words):
        written = posted["date"] or posted["date_2"] or ""
        date, author = days.read(written), posted["author"]
        if date or not written.strip():
            is_worth_it = date or author or "updated on" in words.lower() or words.lower() == "posted on"
            names = people(author or "")
            lost_author = (author is not None and not names) or words.lower().endswith(" by")
            return Entry(date, names, lost_date=date is None, lost_author=lost_author) if is_worth_it else None
    return byline(line)


def byline(line: Line) -> Entry | None:
    """Read a line that is nothing but ``by NAME``, or several names; ``None`` if it is anything else."""
    found = _BY.fullmatch(line.words) if len(line.text) <= LONGEST_BYLINE else None
    names = people(found["names"]) if found else ()
    return Entry(authors=names) if names and all(map(_is_proper, names)) else None


def opening_date(lines: Sequence[Line]) -> tuple[Entry | None, int]:
    """Read a day that stands above a title, on one line or on two (``Monday``, ``Oct202014``); and how many lines."""
    for count in (1, 2):
        words = plain(" ".join(line.text for line in lines[:count]))
        if len(lines) >= count and (date := days.read(words)):
            return Entry(date), count
    return None, 0


def people(text: str) -> tuple[str, ...]:
    """Return the names in ``A, B and C``; none if one of them does not look like a name."""
    names = [_ROLE.sub("", plain(name)) for name in re.split(r", and |, | and ", plain(text))]
    names = [name for name in names if name]
    return tuple(names) if all(map(_is_name, names)) else ()


def _dated(date: datetime, rest: str) -> Entry | None:
    """What a line says that starts with a day: nothing else, ``by`` and maybe a name, or a name alone."""
    after = re.sub(r"^(?:[-–—|,]|by\b)\s*", "", rest, flags=re.IGNORECASE)
    names = people(after)
    if after and (not names or (after == rest and not all(map(_is_proper, after.split())))):
        return None
    return replace(Entry(date, names), lost_author=bool(rest) and not after)


def _is_name(text: str) -> bool:
    """Whether ``text`` can be a name: a few words, the first with a capital, or one word, which may be a login."""
    words = text.split()
    return 0 < len(words) <= MOST_NAME_WORDS and (len(words) == 1 or _is_proper(text)) and text[-1] not in ".:?!"


def _is_proper(text: str) -> bool:
    return text[0] == "@" or text[0].isupper()


def _names(text: str | None) -> tuple[tuple[str, ...], int]:
    """Return the names that a comma parts, and how many are lost between the commas."""
    if text is None:
        return (), 0
    names = [plain(name) for name in text.split(",")]
    return tuple(name for name in names if name), sum(not name for name in names)


def _count(text: str | None) -> int | None:
    if text is None:
        return None
    number = _NUMBER.match(text)
    return int(number[0].replace(",", "")) if number else 0
