"""Make a post of a section of a page: its text, what is said around it, its comments, and what had been lost of it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from html import escape
from pathlib import PurePath
from typing import Literal

from sociable.errors import Problem
from sociable.model import Author, Item, Loss, Page, Post, Source, Taxonomy, Term
from sociable.sources.people import WITHHELD, identifier, without_address
from sociable.sources.tally import Warn, quoted
from sociable.sources.terms import slug_of
from sociable.sources.text_extract import conversation, damage, entry, prose
from sociable.sources.text_extract.catalogue import Row
from sociable.sources.text_extract.conversation import KIND, Conversation
from sociable.sources.text_extract.entry import Entry
from sociable.sources.text_extract.lines import Line, paragraphs, trimmed
from sociable.sources.text_extract.pages import Address, Section
from sociable.sources.text_extract.pages import Kind as PageKind
from sociable.sources.text_extract.rules import AUTHOR_BIO, ORIGINAL_POST, Dropped

HEAD = 4  # blocks of text at the start of a post among which a line that names its author is looked for
BIO = 3  # blocks that the words about a blog's owner take, with their heading

_ABOUT = re.compile(r"About (?P<name>[A-Z][^.!?]{1,40})")
_ORIGINAL = re.compile(r"view original(?: post)?(?: .*)?", re.IGNORECASE)
_LONGEST_NAME = 60  # characters of the name of a blog


LossOf = Literal["body", "comments", "terms", "entry"]


@dataclass(frozen=True, slots=True)
class Origin:
    """The file a post is in, and what is known of it."""

    path: str
    row: Row
    address: Address
    kind: PageKind


class Losses:
    """What the source had lost of one post: told to ``warn`` at once, and kept to go with the post."""

    def __init__(self, origin: Origin, title: str, warn: Warn) -> None:
        self.said: list[Loss] = []
        self._origin = origin
        self._title = title
        self._warn = warn

    def add(self, of: LossOf, what: str, line: int, mend: str = "") -> None:
        """Note a loss that shows on ``line``."""
        self.said.append(Loss(of, what))
        self._warn(Problem(f"{quoted(self._title)}: {what}", self._origin.path, line, mend, "warning"))


def values(section: Section, origin: Origin, dropped: Dropped, warn: Warn) -> Iterator[Item]:
    """Yield the authors and terms of a section, then its post; one of a page that is none of a stream is a page."""
    losses = Losses(origin, section.title, warn)
    lines, said = _without_entry(section, dropped)
    body = _body(lines, losses, dropped)
    talk = _conversation(section, said, origin, losses, dropped)
    _note_losses(section, said, lines, losses)
    authors = tuple(_author(name, origin.path, section.line) for name in said.authors)
    categories = tuple(_term("category", name, origin.path, section.line) for name in said.categories)
    tags = tuple(_term("post_tag", name, origin.path, section.line) for name in said.tags)
    yield from authors
    yield from (*categories, *tags)
    is_own = origin.kind != "listing"
    make: type[Post] = Page if origin.kind == "page" else Post
    yield make(
        None,
        escape(section.title, quote=False),
        body,
        slug=origin.address.slug if is_own else "",
        link=origin.address.link if is_own else "",
        date=_date(origin, said) if make is Post else said.date,
        authors=tuple(author.id for author in authors),
        categories=tuple(dict.fromkeys(term.slug for term in categories)),
        tags=tuple(dict.fromkeys(term.slug for term in tags)),
        comments_open="reply-form" in dropped and "comments-closed" not in dropped,
        comments=talk.comments,
        body_format="html",
        lost=tuple(dict.fromkeys(losses.said)),
        is_cut=section.is_cut or not body,
        found_at=(origin.row.url or PurePath(origin.path).name,),
        source=Source(origin.path, section.line, KIND, origin.row.url),
    )


def _without_entry(section: Section, dropped: Dropped) -> tuple[Sequence[Line], Entry]:
    """Part a post's own words from the lines around them, and return both."""
    lines, said = _without_foot(trimmed(section.lines), section.opening, dropped)
    start = 0
    while start < len(lines) and (above := entry.above(lines[start])) is not None and not _reads_on(lines, start):
        said, start = said.plus(above), start + 1
        while start < len(lines) and lines[start].is_blank:
            start += 1
    lines = lines[start:]
    if not said.authors:
        for run in paragraphs(lines)[:HEAD]:
            if len(run) == 1 and (by := entry.byline(run[0])) is not None:
                said = said.plus(by)
                lines = [line for line in lines if line is not run[0]]
                break
    return trimmed(lines), said


def _reads_on(lines: Sequence[Line], index: int) -> bool:
    """Whether a line at the top belongs to the paragraph it is in: a day can start a sentence of several lines."""
    is_form = lines[index].words.lower().startswith(("posted", "by "))
    return not is_form and index + 1 < len(lines) and not lines[index + 1].is_blank


def _without_foot(lines: Sequence[Line], said: Entry, dropped: Dropped) -> tuple[Sequence[Line], Entry]:
    """Take the lines that file a post, and the words about the blog's owner above them, off its end."""
    end = len(lines)
    has_foot = False
    while end and (lines[end - 1].is_blank or entry.below(lines[end - 1]) is not None):
        end -= 1
        if (below := entry.below(lines[end])) is not None:
            said, has_foot = below.plus(said), True
    kept = trimmed(lines[:end])
    return (_without_bio(kept, dropped) if has_foot else kept), said


def _without_bio(lines: Sequence[Line], dropped: Dropped) -> Sequence[Line]:
    for run in paragraphs(lines)[-BIO:]:
        if len(run) == 1 and run[0] is not lines[0] and _ABOUT.fullmatch(run[0].words):
            start = lines.index(run[0])
            dropped.add(AUTHOR_BIO, *lines[start:])
            return trimmed(lines[:start])
    return lines


def _body(lines: Sequence[Line], losses: Losses, dropped: Dropped) -> str:
    """Return the HTML of a post's own words; of one that quotes another blog's, with those as a quotation."""
    original = next((line for line in lines if _ORIGINAL.fullmatch(line.words)), None)
    if original is None:
        return prose.to_html(lines)
    dropped.add(ORIGINAL_POST, original)
    end = lines.index(original)
    runs = paragraphs(lines[:end])
    name = next((run[0] for run in runs if len(run) == 1 and _is_name_of_blog(run[0])), None)
    start = lines.index(name) if name is not None else 0
    whose = f" on {quoted(name.words)}" if name is not None else ""
    losses.add("body", f"address of the original post{whose} removed", original.number)
    quotation = f"<blockquote>\n{prose.to_html(lines[start:end])}\n</blockquote>"
    return "\n".join(filter(None, (prose.to_html(lines[:start]), quotation, prose.to_html(lines[end + 1 :]))))


def _is_name_of_blog(line: Line) -> bool:
    return len(line.words) <= _LONGEST_NAME and not line.words.endswith((".", "!", "?", ":", "…"))


def _conversation(section: Section, said: Entry, origin: Origin, losses: Losses, dropped: Dropped) -> Conversation:
    """Read a section's comments; what its page says of their number and does not hold is a loss."""
    if section.header is None:
        if said.comments:
            what = f"{said.comments} comments stated, none here: the page lists posts without them"
            losses.add("comments", what, section.line, "Add an extract of the post's own page, if there is one.")
        return Conversation(stated=said.comments)
    talk = conversation.read(section.below_header, section.header, section.title, origin.path, dropped)
    line = section.below_header[0].number - 1 if section.below_header else section.line
    if talk.stated != len(talk.comments):
        losses.add("comments", f"{talk.stated} comments stated, {len(talk.comments)} here", line)
    for first, last in talk.gaps:
        numbers = f"number {first}" if first == last else f"numbers {first} to {last}"
        losses.add("comments", f"comments missing: {numbers} of those at the top", line)
    if talk.is_unsure:
        losses.add("comments", "nothing parts the comments from each other: kept as one", line, "Part them by hand.")
    return talk


def _note_losses(section: Section, said: Entry, lines: Sequence[Line], losses: Losses) -> None:
    mend = "Add an extract of the post's own page, if there is one."
    end = section.lines[-1].number if section.lines else section.line
    if not lines:
        losses.add("body", "body missing", section.line, mend)
    if section.is_cut:
        losses.add("body", "only the beginning is here", end, mend)
    for count, what in ((said.lost_tags, "tag"), (said.lost_categories, "category")):
        if count:
            losses.add("terms", f"{count} {what} name{'s' if count > 1 else ''} lost", end)
    if said.lost_date and said.date is None:
        losses.add("entry", "its date lost", section.line)
    if said.lost_author and not said.authors:
        losses.add("entry", "its author's name lost", section.line)
    counted: dict[str, tuple[int, int]] = {}
    for what, line, count in damage.found(lines):
        first, total = counted.get(what, (line.number, 0))
        counted[what] = first, total + count
    for what, (first, total) in counted.items():
        losses.add("body", f"{what} ({total})" if total > 1 else what, first)


def _date(origin: Origin, said: Entry) -> datetime | None:
    """The day in the post's own address, which goes before the one in the text; that may hold the time, though."""
    if origin.kind == "listing" or origin.address.date is None:
        return said.date
    year, month, day = origin.address.date
    agrees = said.date is not None and (said.date.year, said.date.month) == (year, month) and day in (0, said.date.day)
    if agrees or not day:
        return said.date
    try:
        return datetime(year, month, day, tzinfo=UTC)
    except ValueError:
        return said.date


def _author(name: str, path: str, line: int) -> Author:
    shown = without_address(name) or WITHHELD
    return Author(identifier(shown) or "author", shown, source=Source(path, line, KIND))


def _term(taxonomy: Taxonomy, name: str, path: str, line: int) -> Term:
    return Term(taxonomy, slug_of(name), escape(name, quote=False), source=Source(path, line, KIND))


def without_doubles(items: Iterator[Item]) -> Iterator[Item]:
    """Yield each author and term once, at the place where it comes first."""
    seen: set[Item] = set()
    for item in items:
        if isinstance(item, Author | Term):
            bare = replace(item, source=Source())
            if bare in seen:
                continue
            seen.add(bare)
        yield item
