"""Turn the items and comments of a WordPress export into posts, pages, attachments and comments, as found.

Bodies, excerpts, titles and names stay as stored: HTML before ``wpautop`` and shortcodes, names with HTML entities.
Slugs, links and guids are the raw texts of the file, percent-encoded where WordPress did so and safe for nothing.
A password is looked at and forgotten. What is neither a post, a page, an attachment nor a comment is counted.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import fields, replace
from datetime import datetime
from itertools import count

from sociable.model import Author, Comment, CommentType, Item, Page, Post, ReusableBlock, Source, Term
from sociable.sources import attachments, dates
from sociable.sources.people import People, shown_address
from sociable.sources.records import EMBEDDED, Category, Record, number
from sociable.sources.tally import Kind, Tally, quoted
from sociable.sources.terms import DECLARED, Terms

COMMENT_TYPES: dict[str, CommentType] = {
    "": "comment",
    "comment": "comment",
    "pingback": "pingback",
    "trackback": "trackback",
}
COMMENT_STATUS = {"1": "approved", "approve": "approved", "spam": "spam", "trash": "trash", "post-trashed": "trash"}
PUBLIC_ATTACHMENT = frozenset({"", "inherit", "publish"})

NO_TYPE = Kind("items say nothing of their type: taken as posts")
NO_STATUS = Kind("posts or pages say nothing of their status: taken as drafts, as WordPress does")
NO_ID = Kind("posts or pages have no number of their own")
NO_APPROVAL = Kind("comments do not say whether they were approved: taken as not")
NO_COMMENT_ID = Kind("comments had no number of their own: numbered on")
NO_PLACE_FOR_COMMENTS = Kind("comments on what is neither a post nor a page were left out")
HIDDEN_ATTACHMENT = Kind("attachments that are private or in the bin were left out")
HIDDEN_BLOCK = Kind("reusable blocks that are not public were left out")
ADDRESS_AS_URL = Kind("web addresses of commenters held an e-mail address or its digest: not passed on")
DATE_FAULTS: dict[dates.Fault, Kind] = {
    "impossible gmt": Kind("dates that cannot be were left out"),
    "impossible local": Kind("dates that cannot be were left out"),
    "local only": Kind("dates have no GMT value: taken as UTC"),
    "disagree": Kind("dates are farther from their GMT value than any time zone: the local one was taken as UTC"),
}


class Items:
    """The items of one export, turned into values one record after another.

    A comment's record comes before that of the item it is on, so comments wait for their item; the rest is
    forgotten as soon as it is yielded.
    """

    def __init__(self, path: str, blog_url: str, people: People, terms: Terms, tally: Tally) -> None:
        self._path = path
        self._uploads = f"{blog_url}/wp-content/uploads" if blog_url else ""
        self._people = people
        self._terms = terms
        self._tally = tally
        self._comments: list[Comment] = []
        self._introduced: set[str | tuple[str, str]] = set()

    def values(self, record: Record) -> Iterator[Item]:
        """Yield the values of a record, authors and terms it is the first to name before itself."""
        if record.name == "wp:comment":
            self._comments += self._comment(record)
        elif record.name == "wp:author":
            yield from self._authors(self._people.declare(record))
        elif record.name == "item":
            comments = _numbered(self._comments, self._tally)
            self._comments = []
            yield from self._item(record, comments)
        elif record.name in DECLARED:
            yield from self._new_terms(self._terms.declared(record))

    def _item(self, record: Record, comments: tuple[Comment, ...]) -> Iterator[Item]:
        kind = record.text("wp:post_type")
        if kind in ("", "post", "page"):
            if not kind:
                self._tally.note(NO_TYPE, record.line)
            yield from self._post(record, comments, is_page=kind == "page")
            return
        if comments:
            self._tally.note(NO_PLACE_FOR_COMMENTS, comments[0].source.line or record.line, len(comments))
        if kind == "attachment":
            yield from self._attachment(record)
        elif kind == "guest-author":
            yield from self._authors(self._people.declare_guest(record))
        elif kind == "wp_block":
            yield from self._reusable_block(record)
        else:
            left_out = Kind(f"items of the type {quoted(kind)} are neither posts nor pages: left out")
            self._tally.note(left_out, record.line)

    def _post(self, record: Record, comments: tuple[Comment, ...], *, is_page: bool) -> Iterator[Item]:
        filing = self._terms.file(record.categories, record.line)
        authors = self._authors_of(record, filing.co_authors)
        yield from self._authors(*authors)
        yield from self._new_terms(*filing.terms)
        post = Post(
            record.number("wp:post_id"),
            record.text("title"),
            record.text("content:encoded"),
            slug=record.text("wp:post_name"),
            link=record.text("link"),
            guid=record.text("guid"),
            date=self._date(record, "wp:post_date", record.text("pubDate")),
            modified=self._date(record, "wp:post_modified"),
            status=record.text("wp:status") or "draft",
            has_password=record.text("wp:post_password") != "",
            authors=tuple(author.id for author in authors),
            categories=tuple(term.slug for term in filing.terms if term.taxonomy == "category"),
            tags=tuple(term.slug for term in filing.terms if term.taxonomy == "post_tag"),
            excerpt=record.text("excerpt:encoded"),
            sticky=record.text("wp:is_sticky") == "1",
            format=filing.format,
            featured=next(filter(None, map(number, record.metadata("_thumbnail_id"))), None),
            old_slugs=tuple(dict.fromkeys(filter(None, map(str.strip, record.metadata("_wp_old_slug"))))),
            comments_open=record.text("wp:comment_status") == "open",
            comments=comments,
            meta=tuple((key, value) for key, value in record.meta if key == "footnotes" or key.startswith(EMBEDDED)),
            source=Source(self._path, record.line, "wxr", record.text("link")),
        )
        if post.id is None:
            self._tally.note(NO_ID, record.line)
        if not record.text("wp:status"):
            self._tally.note(NO_STATUS, record.line)
        yield _as_page(post, record) if is_page else post

    def _attachment(self, record: Record) -> Iterator[Item]:
        if record.text("wp:status") not in PUBLIC_ATTACHMENT:
            self._tally.note(HIDDEN_ATTACHMENT, record.line)
            return
        date = self._date(record, "wp:post_date", record.text("pubDate"))
        yield attachments.read(record, date, path=self._path, uploads=self._uploads, tally=self._tally)

    def _reusable_block(self, record: Record) -> Iterator[Item]:
        number = record.number("wp:post_id")
        is_shown = record.text("wp:status") in ("", "publish") and not record.text("wp:post_password")
        if number is None or not is_shown:
            self._tally.note(HIDDEN_BLOCK, record.line)
        else:
            yield ReusableBlock(number, record.text("content:encoded"), Source(self._path, record.line, "wxr"))

    def _comment(self, record: Record) -> list[Comment]:
        """Return the comment of a record, numbered 0 if it has no number, or none if it is of a type of a plugin's."""
        text = record.text
        kind = COMMENT_TYPES.get(text("wp:comment_type"))
        if kind is None:
            name = quoted(text("wp:comment_type"))
            self._tally.note(Kind(f"comments of the type {name} are neither comments nor pings: left out"), record.line)
            return []
        approved = text("wp:comment_approved")
        if not approved:
            self._tally.note(NO_APPROVAL, record.line)
        address = text("wp:comment_author_email")
        return [
            Comment(
                record.number("wp:comment_id") or 0,
                self._people.shown_name(text("wp:comment_author"), address, record.line),
                text("wp:comment_content"),
                date=self._date(record, "wp:comment_date"),
                parent=record.number("wp:comment_parent"),
                type=kind,
                status=COMMENT_STATUS.get(approved, "unapproved"),
                url=self._comment_url(text("wp:comment_author_url"), address, record.line),
                user=self._people.user(text("wp:comment_user_id")),
                source=Source(self._path, record.line, "wxr"),
            )
        ]

    def _comment_url(self, url: str, address: str, line: int) -> str:
        """Return a commenter's web address unless it holds the e-mail address; ``http://`` is none."""
        shown = shown_address(url, address)
        if shown != url and url not in ("http://", "https://"):
            self._tally.note(ADDRESS_AS_URL, line)
        return shown

    def _authors_of(self, record: Record, co_authors: Iterable[Category]) -> list[Author]:
        """Return an item's authors in order: its co-authors, or else its creator."""
        found = [self._people.co_author(term, record.line) for term in co_authors if term.name or term.nicename]
        login = record.text("dc:creator") or record.text("wp:author")
        if not found and login:
            found = [self._people.creator(login, record.line)]
        return list(dict.fromkeys(found))

    def _authors(self, *authors: Author | None) -> Iterator[Author]:
        """Yield those who have not been yielded before."""
        for author in authors:
            if author is not None and author.id not in self._introduced:
                self._introduced.add(author.id)
                yield author

    def _new_terms(self, *terms: Term | None) -> Iterator[Term]:
        """Yield those that have not been yielded before."""
        for term in terms:
            if term is not None and (term.taxonomy, term.slug) not in self._introduced:
                self._introduced.add((term.taxonomy, term.slug))
                yield term

    def _date(self, record: Record, local: str, pub_date: str = "") -> datetime | None:
        """Return the date whose local value is the text called ``local``."""
        gmt = f"{local}_gmt"
        dated = dates.read(record.text(gmt), record.text(local), pub_date)
        if dated.fault:
            where = gmt if dated.fault == "impossible gmt" else local
            self._tally.note(DATE_FAULTS[dated.fault], record.line_of(where))
        return dated.date


def _as_page(post: Post, record: Record) -> Page:
    inherited = {field.name: getattr(post, field.name) for field in fields(post)}
    return Page(**inherited, parent=record.number("wp:post_parent"), menu_order=record.order("wp:menu_order"))


def _numbered(comments: list[Comment], tally: Tally) -> tuple[Comment, ...]:
    """Give those that have no number the next free ones of their conversation."""
    free = count(max((comment.id for comment in comments), default=0) + 1)
    for comment in comments:
        if not comment.id:
            tally.note(NO_COMMENT_ID, comment.source.line or 1)
    return tuple(comment if comment.id else replace(comment, id=next(free)) for comment in comments)
