"""The first going through the captures: which post each is of, and what it adds to what is known of the blog.

What is remembered of a capture is small, whatever its size. Captures of several hosts are kept apart, since a crawl
that followed links holds pages of other blogs, too.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from html import unescape

from sociable.model import Attachment
from sociable.sources.saved_page import byline, conversation, entry, facts, masthead, media_pages, threads
from sociable.sources.saved_page.addresses import address
from sociable.sources.saved_page.byline import Name
from sociable.sources.saved_page.capture import LARGEST, Capture
from sociable.sources.saved_page.entry import Reading
from sociable.sources.saved_page.facts import SavedPage
from sociable.sources.saved_page.registers import Registers, most

NEVER = datetime.min.replace(tzinfo=UTC)
_SINGLE = frozenset({"post", "page", "attachment", "front"})
_LEFT_OUT = {
    "other type": "pages of other types than posts and pages",
    "embed": "pages that show a post in another site's frame",
    "unknown": "pages that show no sign of WordPress",
}

Identity = tuple[int, str]
"""What a post is told by: its number, or 0 and the key of its address."""


@dataclass(frozen=True, slots=True)
class Sighting:
    """What is remembered of a capture: the post it is of, which part of it, how much there is.

    ``here`` is the key of the capture's own address, ``key`` that of the post's, ``link``. ``comment_page`` is the
    page of comments it was asked for, ``shows`` the one that its comments say they are on.
    """

    at: int
    kind: facts.Kind
    number: int | None
    key: str
    link: str
    here: str
    part: int
    comment_page: int | None
    shows: int | None
    length: int
    comments: tuple[int, ...]
    taken: datetime | None
    is_protected: bool

    @property
    def rank(self) -> tuple[object, ...]:
        """The later this is, the more a capture counts; of those of one day, the fuller.

        A version for telephones (AMP) counts only if there is no other.
        """
        is_whole, day = not self.here.endswith("/amp"), (self.taken or NEVER).date()
        return is_whole, day, self.length, len(self.comments), self.here == self.key, self.here


@dataclass(frozen=True, slots=True)
class Listed:
    """What a listing says of a post: where it stands there, and what a page of the post's own may lack."""

    at: int
    order: int
    here: str
    number: int | None
    key: str
    date: datetime | None
    authors: tuple[Name, ...]
    terms: tuple[Name, ...]
    image: str
    is_sticky: bool
    is_cut: bool
    length: int

    @property
    def rank(self) -> tuple[object, ...]:
        """The later this is, the more of the post is here."""
        return not self.is_cut, self.length, self.here, -self.order


@dataclass(slots=True)
class Site:
    """What the captures of one host hold. The counters hold what pages say of the blog, and how many say so."""

    registers: Registers = field(default_factory=Registers)
    sightings: list[Sighting] = field(default_factory=list)
    listed: list[Listed] = field(default_factory=list)
    attachments: list[tuple[Attachment, str]] = field(default_factory=list)
    homes: Counter[str] = field(default_factory=Counter)
    titles: Counter[str] = field(default_factory=Counter)
    descriptions: Counter[str] = field(default_factory=Counter)
    languages: Counter[str] = field(default_factory=Counter)
    pages: int = 0

    @property
    def title(self) -> str:
        """The blog's title, as most pages say it."""
        return most(self.titles)


def look_through(captures: Sequence[Capture], left_out: Counter[str]) -> Site:
    """Return the site that most of the captures are of; count in ``left_out`` what is not read."""
    sites: dict[str, Site] = {}
    for at in range(len(captures)):
        capture = captures[at]
        if len(capture.html) > LARGEST:
            left_out["pages longer than any post"] += 1
            continue
        page = facts.read(capture)
        if page.kind in _LEFT_OUT:
            left_out[_LEFT_OUT[page.kind]] += 1
        elif not page.permalink.key:
            left_out["pages whose address is not known"] += 1
        else:
            _note(page, at, sites.setdefault(page.permalink.host, Site()), left_out)
    if not sites:
        return Site()
    host = max(sites, key=lambda name: (len(sites[name].sightings), sites[name].pages, name))
    left_out["pages of other sites"] += sum(site.pages for name, site in sites.items() if name != host)
    return sites[host]


def identity(number: int | None, key: str) -> Identity:
    """Return what a post is told by."""
    return (number, "") if number is not None else (0, key)


def names_in(reading: Reading, registers: Registers) -> tuple[tuple[Name, ...], tuple[Name, ...]]:
    """Return the authors and the terms that a post names, and take them in."""
    authors, terms = byline.authors(reading), byline.terms(reading)
    for author in authors:
        registers.add_author(author)
    for term in terms:
        registers.add_term(term)
    for taxonomy, said in byline.term_classes(reading):
        registers.add_class(taxonomy, said)
    return authors, terms


def _note(page: SavedPage, at: int, site: Site, left_out: Counter[str]) -> None:
    site.pages += 1
    site.homes[masthead.home(page)] += 1
    site.titles[masthead.site_title(page)] += 1
    site.descriptions[masthead.description(page)] += 1
    site.languages[masthead.language(page)] += 1
    site.registers.look_at(page)
    if page.kind in _SINGLE:
        _note_single(page, at, site, left_out)
    for order, reading in enumerate(entry.listed(page)):
        authors, terms = names_in(reading, site.registers)
        span = reading.span
        listed = Listed(
            at,
            order,
            page.address.key,
            reading.number,
            address(reading.link).key,
            byline.date(reading),
            authors,
            terms,
            reading.featured(),
            is_sticky=reading.is_sticky(),
            is_cut=reading.is_cut(),
            length=span.stop - span.start if span else 0,
        )
        site.listed.append(listed)


def _note_single(page: SavedPage, at: int, site: Site, left_out: Counter[str]) -> None:
    reading = entry.whole(page)
    span = reading.span
    talk = conversation.read(page, span)
    sighting = Sighting(
        at,
        page.kind,
        page.number,
        page.permalink.key,
        page.permalink.url,
        page.address.key,
        page.part,
        page.comment_page,
        threads.page_of_comments(page, span) if talk.comments else None,
        span.stop - span.start if span else 0,
        tuple(comment.id for comment in talk.comments),
        page.capture.taken,
        reading.is_protected,
    )
    site.sightings.append(sighting)
    names_in(reading, site.registers)
    for comment in talk.comments:
        if comment.user:
            site.registers.add_author(Name(unescape(comment.author), comment.user))
    if page.kind == "attachment":
        attachment = media_pages.read(page, reading, masthead.site_title(page))
        if attachment is None:
            left_out["pages of attachments that name no file"] += 1
        else:
            site.attachments.append((attachment, media_pages.parent_link(page, reading)))
