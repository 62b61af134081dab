"""Read the comments below a post: who said what, and to whom.

An extractor leaves the list that a theme prints: comments at one indent, replies deeper, each starting with a number
or a bullet, then ``NAME says:`` and the text. A name that was a link may be gone; then nobody is named, for the text
says nothing about who wrote it. Lists inside comments look alike: an item is a reply if it names somebody, or stands
alone between blank lines and the comment it is in does not go on after it, and replies with names look like it.

A comment has no number here, so it is given one made of its post's title and its words: 13 digits, more than any that
WordPress gives. So it is the same in every extract of the post, and another extract takes no other's number. Of
comments with the same words the second, third … in reading order get numbers of their own.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from sociable.model import Comment, CommentType, Source
from sociable.sources.people import without_address
from sociable.sources.text_extract import days, titles
from sociable.sources.text_extract.lines import Line, paragraphs, plain, trimmed
from sociable.sources.text_extract.prose import marker, to_html
from sociable.sources.text_extract.rules import REPLY_LINK, Dropped

KIND = "text"
FIRST_NUMBER = 10**12
NUMBERS = 9 * 10**12
LONGEST_NAME = 60  # characters
LOOK_AHEAD = 200  # lines below a reply among which its comment is seen to go on

_HEADER = re.compile(
    r"(?P<count>\d[\d,.]*|one|no) (?:responses?|thoughts?|comments?|replies|reply) (?:to|on)\b ?(?P<title>.*)",
    re.IGNORECASE,
)
_BARE_HEADER = re.compile(r"(?P<count>\d[\d,.]*|one) (?:responses?|comments?|replies|reply):?", re.IGNORECASE)
_QUOTES = "“”\"‘’'«» "
_SAYS = re.compile(
    r"(?P<name>[^\s.!?…:][^!?…:]*? )?(?:says|said|wrote) ?(?:(?:on|at) (?P<date>[^:]*\d.*?))?(?::|\.\.\.|…)",
    re.IGNORECASE,
)
_AVATAR = re.compile(r"(?P<name>.+) Avatar")
_PING = re.compile(r"(?P<type>pingback|trackback): ?(?P<title>.+)", re.IGNORECASE)
_REBLOG = re.compile(r"reblogged this on (?P<blog>.+?)(?: and commented:?)?\.?", re.IGNORECASE)
_LINKS = re.compile(r"reply ?[↓→]?|log in to reply|\(edit\)|permalink", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Header:
    """The line above the comments: where it stands, how many it says there are, the title it repeats."""

    index: int
    stated: int
    title: str


@dataclass(slots=True)
class _Found:
    """A comment in the making; ``depth`` is the column of its marker."""

    line: int
    depth: int
    lines: list[Line]
    style: str = ""
    number: int | None = None
    above: _Found | None = None


@dataclass(frozen=True, slots=True)
class Conversation:
    """The comments of one post in reading order. ``stated`` is how many its page says there are, if it does.

    ``gaps`` are the first and last of the numbers that are missing at the top; ``is_unsure``: nothing parts them.
    """

    comments: tuple[Comment, ...] = ()
    stated: int | None = None
    is_unsure: bool = False
    gaps: tuple[tuple[int, int], ...] = ()


def headers(lines: Sequence[Line], title: str) -> Iterator[Header]:
    """Yield the lines that can stand above the comments of a post called ``title``.

    Without a title, or where a header's own is quoted and something like a comment follows, its word is taken.
    """
    for index, line in enumerate(lines):
        words = line.words
        found = _HEADER.fullmatch(words)
        if found:
            repeated = found["title"].strip(_QUOTES)
            is_quoted = found["title"][:1] in '“"‘' and found["title"] != ""
            if titles.match(repeated, title) or ((not title or is_quoted) and _comment_follows(lines, index)):
                yield Header(index, _count(found["count"]), repeated)
        elif (bare := _BARE_HEADER.fullmatch(words)) and _comment_follows(lines, index):
            yield Header(index, _count(bare["count"]), "")


def read(lines: Sequence[Line], header: Header, title: str, path: str, dropped: Dropped) -> Conversation:
    """Read the comments in ``lines``, which stand below ``header``."""
    found, is_unsure = _found(trimmed(lines))
    is_all_avatars = bool(found) and all(_is_avatar(one) for one in found)
    numbers: dict[int, int] = {}
    seen: Counter[tuple[str, ...]] = Counter()
    comments = []
    for one in found:
        said = _said(one, is_all_avatars=is_all_avatars, dropped=dropped)
        key = (titles.key(title), said.type, said.author if said.type != "comment" else "", _spoken(said.body))
        number = _number(*key, str(seen[key]))
        seen[key] += 1
        numbers[id(one)] = number
        parent = numbers[id(one.above)] if one.above is not None else None
        comments.append(
            Comment(
                number,
                without_address(said.author),
                said.body,
                said.date,
                parent,
                said.type,
                body_format="html",
                source=Source(path, one.line, KIND),
            )
        )
    return Conversation(tuple(comments), header.stated, is_unsure, _gaps(found))


@dataclass(frozen=True, slots=True)
class _Said:
    """What one comment says, and who said it when."""

    author: str
    body: str
    date: datetime | None = None
    type: CommentType = "comment"


def _found(lines: Sequence[Line]) -> tuple[list[_Found], bool]:
    """Part the comments from each other, and say whether that was guesswork."""
    if not lines:
        return [], False
    if marker(lines[0]):
        return _listed(lines), False
    names = [index for index, line in enumerate(lines) if _SAYS.fullmatch(line.words) and _stands_apart(lines, index)]
    if not names or names[0] > 0:
        return [_Found(lines[0].number, 0, list(lines))], True
    ends = [*names[1:], len(lines)]
    return [
        _Found(lines[start].number, 0, list(lines[start:end])) for start, end in zip(names, ends, strict=True)
    ], False


def _gaps(found: Sequence[_Found]) -> tuple[tuple[int, int], ...]:
    numbers = [one.number for one in found if one.above is None and one.number is not None]
    return tuple((before + 1, after - 1) for before, after in pairwise(numbers) if after > before + 1)


def _listed(lines: Sequence[Line]) -> list[_Found]:
    found: list[_Found] = []
    above: list[_Found] = []
    style_of_replies = _style_of_named_replies(lines)
    for index, line in enumerate(lines):
        sign = marker(line)
        is_top = bool(sign) and line.indent <= lines[0].indent
        if sign and (_is_top(lines, index, found) if is_top else _is_reply(lines, index, above, style_of_replies)):
            while above and above[-1].depth >= line.indent:
                above.pop()
            number = int(sign["number"]) if sign["number"] else None
            first = [Line(line.number, sign["text"] or "")]
            comment = _Found(line.number, line.indent, first, _style(sign), number, above[-1] if above else None)
            found.append(comment)
            above.append(comment)
        else:
            found[-1].lines.append(_unindented(line, found[-1].depth + 2))
    return found


def _is_top(lines: Sequence[Line], index: int, found: Sequence[_Found]) -> bool:
    """Whether a marker at the margin of the conversation starts a comment: in its style, and after a blank line."""
    sign = marker(lines[index])
    if not found:
        return True
    return sign is not None and _style(sign) == found[0].style and lines[index - 1].is_blank


def _is_reply(lines: Sequence[Line], index: int, above: Sequence[_Found], style_of_replies: str) -> bool:
    """Whether a marker below the margin starts a reply, rather than an item of a list in a comment."""
    sign = marker(lines[index])
    if sign is None or not lines[index - 1].is_blank:
        return False
    if _names_somebody(sign["text"] or ""):
        return True
    is_in_style = not style_of_replies or _style(sign) == style_of_replies
    is_tight = index + 1 < len(lines) and marker(lines[index + 1]) is not None
    return is_in_style and not is_tight and not _goes_on(lines, index, above)


def _goes_on(lines: Sequence[Line], index: int, above: Sequence[_Found]) -> bool:
    """Whether the comment that the marker at ``index`` is in has more text of its own after it."""
    indent = lines[index].indent
    margin = next((one.depth + 2 for one in reversed(above) if one.depth < indent), 0)
    for line in lines[index + 1 : index + 1 + LOOK_AHEAD]:
        if line.is_blank:
            continue
        if marker(line):
            if line.indent < indent:
                return False
        elif margin <= line.indent <= indent:
            return True
    return False


def _style_of_named_replies(lines: Sequence[Line]) -> str:
    """Return what replies start with, if one that names its author shows it."""
    for line in lines:
        sign = marker(line)
        if sign and line.indent > lines[0].indent and _SAYS.fullmatch(plain(sign["text"] or "")):
            return _style(sign)
    return ""


def _said(one: _Found, *, is_all_avatars: bool, dropped: Dropped) -> _Said:
    lines = _without_links(trimmed(one.lines), dropped)
    first = lines[0].words if lines else ""
    if ping := _PING.fullmatch(first):
        kind: CommentType = "trackback" if ping["type"].lower() == "trackback" else "pingback"
        return _Said(ping["title"], to_html(lines[1:]), type=kind)
    if reblog := _REBLOG.fullmatch(first):
        return _Said(reblog["blog"], to_html(lines), type="pingback")
    author, date, rest = "", None, lines
    if (says := _says(first)) or (is_all_avatars and (says := _AVATAR.fullmatch(first))):
        groups = says.groupdict()
        author, rest = (groups["name"] or "").strip(), trimmed(lines[1:])
        date = days.read(groups.get("date") or "")
        if rest and (printed := days.read(rest[0].words)):
            date, rest = date or printed, rest[1:]
    return _Said(author, to_html(rest), date)


def _says(text: str) -> re.Match[str] | None:
    found = _SAYS.fullmatch(text)
    return found if found and len(found["name"] or "") <= LONGEST_NAME else None


def _names_somebody(text: str) -> bool:
    words = plain(text)
    return any(pattern.fullmatch(words) for pattern in (_SAYS, _PING, _REBLOG))


def _is_avatar(one: _Found) -> bool:
    """Whether a comment starts with the name of its writer's picture, and has words below it."""
    runs = paragraphs(one.lines)
    return len(runs) > 1 and len(runs[0]) == 1 and bool(_AVATAR.fullmatch(runs[0][0].words))


def _without_links(lines: Sequence[Line], dropped: Dropped) -> Sequence[Line]:
    """Leave out the links below a comment, such as ``Reply``."""
    while lines and _LINKS.fullmatch(lines[-1].words) and len(lines) > 1:
        dropped.add(REPLY_LINK, lines[-1])
        lines = trimmed(lines[:-1])
    return lines


def _comment_follows(lines: Sequence[Line], index: int) -> bool:
    after = next((line for line in lines[index + 1 :] if not line.is_blank), None)
    return after is not None and (marker(after) is not None or _names_somebody(after.words))


def _stands_apart(lines: Sequence[Line], index: int) -> bool:
    return index == 0 or lines[index - 1].is_blank


def _style(sign: re.Match[str]) -> str:
    return "number" if sign["number"] else "bullet"


def _unindented(line: Line, columns: int) -> Line:
    return Line(line.number, line.text[min(line.indent, columns) :])


def _count(text: str) -> int:
    digits = re.sub(r"\D", "", text)
    return int(digits) if digits else int(text.lower() == "one")


def _spoken(html: str) -> str:
    return titles.key(re.sub(r"<[^>]*>", " ", html))


def _number(*parts: str) -> int:
    digest = hashlib.blake2b("\0".join(parts).encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return FIRST_NUMBER + int.from_bytes(digest) % NUMBERS
