"""One post out of the captures that are of it: its parts, its comments, what listings know of it besides.

Of several captures of one part the newest counts, or else the fullest. Of those that only repeat the comments of others
(``?replytocom=12``) none is read again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from html import unescape

from sociable.model import Comment, Loss, Page, Post, Source
from sociable.sources.saved_page import addresses, byline, conversation, entry, facts
from sociable.sources.saved_page.byline import Name
from sociable.sources.saved_page.capture import Capture
from sociable.sources.saved_page.conversation import KIND, Conversation
from sociable.sources.saved_page.elements import words
from sociable.sources.saved_page.entry import Reading
from sociable.sources.saved_page.facts import SavedPage
from sociable.sources.saved_page.registers import Registers
from sociable.sources.saved_page.sightings import Identity, Listed, Sighting, identity

PART = '<hr class="page-break" id="page-{}" />'
"""What stands before a further part of a post, as ``markup.wordpress`` has it."""

_LAST = 10**9
_NO_SLUGS = frozenset({"amp", "feed", "embed", "trackback", "print", "index.php"})


@dataclass(slots=True)
class Joiner:
    """Reads posts a second time. ``cut`` counts what was taken out of the texts, ``missing`` lists what is not here.

    ``numbers`` are those of posts and pages by the keys of their addresses, ``listed`` what listings say of each.
    """

    captures: Sequence[Capture]
    registers: Registers
    site: str
    numbers: Mapping[str, int]
    listed: Mapping[Identity, Sequence[Listed]]
    cut: Counter[str] = field(default_factory=Counter)

    def post(self, group: Sequence[Sighting]) -> Post:
        """Return the post that all captures of ``group`` are of."""
        parts = best_parts(group)
        page, reading = self._read(parts[0])
        bodies, talks = [self._body(reading)], [(_order_of(parts[0], group), self._talk(page, reading))]
        for part in parts[1:]:
            _, further = self._read(part)
            bodies += [PART.format(part.part), self._body(further)]
        for more in further_comments(parts[0], group):
            other, its_reading = self._read(more)
            talks.append((_order_of(more, group), self._talk(other, its_reading)))
        comments = conversation.united(talks)
        stated = max((talk.stated or 0 for _, talk in talks), default=0)
        lost = [*_missing_parts(parts, page)]
        if stated > len(comments):
            lost.append(Loss("comments", f"{stated} comments stated, {len(comments)} here"))
        post = self._described(reading, group)
        return replace(
            post,
            body="\n".join(filter(None, bodies)),
            comments=tuple(map(self._by_its_user, comments)),
            comments_open=any(talk.is_open for _, talk in talks),
            lost=tuple(lost),
        )

    def only_listed(self, found: Sequence[Listed]) -> Post:
        """Return a post that has no page of its own, as far as the best of the listings shows it."""
        best = max(found, key=lambda one: one.rank)
        page = facts.read(self.captures[best.at])
        reading = list(entry.listed(page))[best.order]
        said = [Loss("body", "only the beginning is here: a listing's")] if best.is_cut else []
        if stated := reading.stated_comments():
            said.append(Loss("comments", f"{stated} comments stated, none here: only listings show the post"))
        post = self._described(reading, ())
        return replace(post, body=self._body(reading), lost=tuple(said), is_cut=best.is_cut)

    def _read(self, sighting: Sighting) -> tuple[SavedPage, Reading]:
        page = facts.read(self.captures[sighting.at])
        return page, entry.whole(page)

    def _body(self, reading: Reading) -> str:
        body = reading.body()
        self.cut.update(reading.cutter.cut)
        return body

    def _talk(self, page: SavedPage, reading: Reading) -> Conversation:
        return conversation.read(page, reading.span)

    def _described(self, reading: Reading, group: Sequence[Sighting]) -> Post:
        """Return the post without its text and comments."""
        page = reading.page
        link = _link(reading, group)
        found = addresses.address(link)
        number = reading.number if reading.number is not None else self.numbers.get(found.key)
        elsewhere = self.listed.get(identity(number, found.key), ())
        is_page = (
            page.kind in ("page", "front")
            if reading.is_alone
            else facts.type_of(reading.node) == "page"
            if reading.node
            else False
        )
        authors = byline.authors(reading) or next((one.authors for one in elsewhere if one.authors), ())
        categories, tags = self._terms(reading, elsewhere)
        post = (Page if is_page else Post)(
            number,
            reading.title(self.site),
            "",
            slug=addresses.slug(found, number),
            link=link,
            date=byline.exact(byline.date(reading), (one.date for one in elsewhere)),
            modified=byline.modified(reading),
            status=reading.status,
            has_password=_is_protected(reading, group),
            authors=tuple(dict.fromkeys(map(self.registers.author_id, authors))),
            categories=categories,
            tags=tags,
            excerpt=reading.excerpt(),
            sticky=reading.is_sticky() or any(one.is_sticky for one in elsewhere),
            format=reading.format(),
            image=reading.featured() or next((one.image for one in elsewhere if one.image), ""),
            old_slugs=_old_slugs(group, found),
            body_format="html",
            found_at=(),
            source=Source(page.capture.where, None, KIND, link),
        )
        if isinstance(post, Page):
            above = self.numbers.get(addresses.above(found))
            return replace(post, parent=page.parent or above)
        return post

    def _terms(self, reading: Reading, elsewhere: Sequence[Listed]) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Return the slugs of a post's categories and tags: by its links, its classes, then by listings."""
        keys = [self.registers.term_key(name) for name in byline.terms(reading)]
        keys += filter(None, (self.registers.by_class(*said) for said in byline.term_classes(reading)))
        listed: tuple[Name, ...] = next((one.terms for one in elsewhere if one.terms), ())
        keys += [self.registers.term_key(name) for name in listed]
        unique = tuple(dict.fromkeys(keys))
        return (
            tuple(slug for taxonomy, slug in unique if taxonomy == "category"),
            tuple(slug for taxonomy, slug in unique if taxonomy == "post_tag"),
        )

    def _by_its_user(self, comment: Comment) -> Comment:
        if not comment.user:
            return comment
        return replace(comment, user=self.registers.author_id(Name(unescape(comment.author), comment.user)))


def best_parts(group: Sequence[Sighting]) -> list[Sighting]:
    """Return the capture of each part that counts, in order; a page of comments only where there is no other."""
    parts: dict[int, Sighting] = {}
    for one in sorted(group, key=lambda one: (one.comment_page is None, *one.rank), reverse=True):
        parts.setdefault(one.part, one)
    return [parts[number] for number in sorted(parts)]


def further_comments(first: Sighting, group: Sequence[Sighting]) -> Iterator[Sighting]:
    """Yield the captures whose comments have to be read too, the best first: none whose comments are all known."""
    known = set(first.comments)
    for one in sorted(group, key=lambda one: one.rank, reverse=True):
        if not known.issuperset(one.comments):
            known.update(one.comments)
            yield one


def _order_of(one: Sighting, group: Sequence[Sighting]) -> int:
    """Return where the comments of a capture stand among those of all pages of comments."""
    if one.comment_page is not None or one.shows is not None:
        return one.comment_page or one.shows or 0
    others = [number for other in group if other.comment_page is not None for number in other.comments]
    return _LAST if one.comments and others and min(one.comments) > min(others) else 0


def _is_protected(reading: Reading, group: Sequence[Sighting]) -> bool:
    """Whether a password is asked for: by the newest capture, or, where none is dated, by any."""
    newest = max((one.taken for one in group if one.taken), default=None)
    asked = [one.is_protected for one in group if one.taken == newest]
    return any(asked) or reading.is_protected


def _link(reading: Reading, group: Sequence[Sighting]) -> str:
    """Return the post's own address: a permalink where any capture has one, not the ``?p=12`` it may be got by."""
    links = Counter(one.link for one in group if "?" not in one.link)
    if reading.is_alone and "?" in reading.link and links:
        return min(links, key=lambda link: (-links[link], link))
    return reading.link


def _old_slugs(group: Sequence[Sighting], found: addresses.Address) -> tuple[str, ...]:
    """Return the slugs of other addresses that the post was got by: WordPress leads from them to the new one."""
    paths = {one.here for one in group if "?" not in one.here and one.here != found.key and one.part == 1}
    slugs = (addresses.slug(addresses.address(f"http://{path}/"), None) for path in sorted(paths))
    now = addresses.slug(found, None)
    return tuple(dict.fromkeys(one for one in slugs if one and one not in _NO_SLUGS | {now} and not one.isdigit()))


def _missing_parts(parts: Sequence[Sighting], page: SavedPage) -> Iterator[Loss]:
    """Say which parts of a post the page links to and no capture is of."""
    linked = {
        int(said)
        for node in page.document.all("post-page-numbers", "page-links", "page-link", "post-nav-links")
        for said in words(page.document.inside(node)).split()
        if said.isdecimal() and len(said) < 4
    }
    missing = sorted(linked - {one.part for one in parts})
    if missing:
        yield Loss("body", f"part {', '.join(map(str, missing))} is not here")
