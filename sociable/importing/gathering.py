"""From all versions of a post to the one that is written: the best text, all comments, and where each came from.

The text is that of the version that counts; where only the running site could fill it, the others' HTML is handed on.
A field that the version lacks is taken from another, which the report names; what contradicts it is reported.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace

from sociable.importing import contradictions
from sociable.importing.aliases import Aliases
from sociable.importing.merging import Entry
from sociable.importing.report import Report
from sociable.importing.spool import Firsts, Spool
from sociable.importing.stubs import FIDELITY, STORED, Stub, digest_of
from sociable.importing.survey import Survey
from sociable.importing.uniting import Conversation, Numbers
from sociable.importing.versions import FILLED
from sociable.model import Comment, Page, Post

MORE = ("title", "excerpt", "format", "featured", "modified", "guid", "old_slugs", "comments_open", "sticky")
"""Fields that a page or an extract may not show, taken from another version that does."""

OF_PAGES = ("parent", "menu_order")


@dataclass(frozen=True, slots=True)
class Shown:
    """The HTML of a post as readers got it, and where it was found."""

    html: str
    where: str


@dataclass(frozen=True, slots=True)
class Gathered:
    """A post with all that its versions have. ``sources`` says of fields that another version gave where that is."""

    post: Post
    shown: tuple[Shown, ...] = ()
    notes: tuple[str, ...] = ()
    sources: Mapping[str, str] = field(default_factory=dict)


class Gathering:
    """Gathers the posts of a blog, one after another, in the order of ``entries``."""

    def __init__(self, survey: Survey, entries: Iterable[Entry], spool: Spool, report: Report) -> None:
        self._aliases = survey.aliases
        self._spool = spool
        self._report = report
        self._numbers = Numbers(number for entry in entries for number in entry.stub.comments)
        self._said = Firsts()

    def gather(self, entry: Entry) -> Gathered:
        """Return a post with what all its versions say of it; account for the others."""
        post = self._get(entry.stub)
        comments, notes = self._numbered(entry, post.comments)
        if not entry.others:
            is_same = len(comments) == len(post.comments) and not notes
            return Gathered(post if is_same else replace(post, comments=comments), notes=notes)
        others = [self._get(stub) for stub in entry.others]
        sources = dict(_sources(entry, post))
        whole = _completed(replace(post, **{name: getattr(entry.stub, name) for name in FILLED}), others, sources)
        pages = dict.fromkeys(page for one in (post, *others) for page in one.found_at)
        said = [*notes]
        for stub, other in zip(entry.others, others, strict=True):
            said += contradictions.of(entry.stub, stub, entry.withheld)
            said += contradictions.of_words(post, other)
        united = self._united(comments, entry, others)
        shown = tuple(_shown(post, others))
        return Gathered(replace(whole, comments=united, found_at=tuple(pages)), shown, tuple(said), sources)

    def _get(self, stub: Stub) -> Post:
        """Return a version as found, its authors and terms called as the archive calls them."""
        post = self._spool.get(stub.key)
        aliases = self._aliases[stub.file] if self._aliases else Aliases()
        if not aliases:
            return post
        categories, tags = aliases.of_terms(post.categories, post.tags)
        said = (replace(one, user=aliases.authors.get(one.user, one.user)) for one in post.comments)
        authors = aliases.of_authors(post.authors)
        return replace(post, authors=authors, categories=categories, tags=tags, comments=tuple(said))

    def _numbered(self, entry: Entry, comments: tuple[Comment, ...]) -> tuple[tuple[Comment, ...], tuple[str, ...]]:
        """Leave out public comments that stood on another post; give those whose number another has one of their own.

        Returns the comments, and a note for each that was given a number.
        """
        if entry.withheld:
            return comments, ()
        kept: list[Comment] = []
        moved: dict[int | None, int] = {}
        for comment in comments:
            said = digest_of(comment) if comment.status == "approved" else b""
            first = self._said.take(comment.id, said) if said else None
            if first == said:
                self._report.add(comment, comment.author, "merged", reason="the same comment a second time")
                continue
            if first is not None:
                moved[comment.id] = self._numbers.take(comment.id)
            kept.append(comment)
        if not moved:
            return tuple(kept), ()
        notes = (f"another comment has the number {old}: this one is {new} here" for old, new in moved.items())
        renumbered = (
            replace(one, id=moved.get(one.id, one.id), parent=moved.get(one.parent, one.parent)) for one in kept
        )
        return tuple(renumbered), tuple(notes)

    def _united(self, comments: Sequence[Comment], entry: Entry, others: Sequence[Post]) -> tuple[Comment, ...]:
        conversation = Conversation(list(comments), self._numbers)
        for stub, other in zip(entry.others, others, strict=True):
            reason = _reason(stub, entry.stub)
            self._report.add(other, stub.title, "merged", reason=reason)
            for met in conversation.unite(other.comments):
                self._report.add(met.comment, met.comment.author, "merged", reason=reason, notes=met.against)
        return conversation.in_order()


def _reason(stub: Stub, winner: Stub) -> str:
    """Why a version is not written: it is the same; of two of one kind, in what they differ."""
    same = f"the same as at {winner.source.where}"
    differences = stub.differs_in(winner) if stub.is_shown == winner.is_shown else ()
    return f"{same}, which counts; they differ in {', '.join(differences)}" if differences else same


def _sources(entry: Entry, post: Post) -> Iterable[tuple[str, str]]:
    """Where the fields come from that the version that counts lacks."""
    for name in FILLED:
        value = getattr(entry.stub, name)
        if value != getattr(post, name):
            givers = (stub.source.where for stub in entry.others if getattr(stub, name) == value)
            union = ", ".join(stub.source.where for stub in entry.others if getattr(stub, name))
            yield name, next(givers, union)


def _completed(post: Post, others: Sequence[Post], sources: dict[str, str]) -> Post:
    """Give a post as readers got it what only other versions tell."""
    if FIDELITY.get(post.source.kind, FIDELITY[STORED]) > FIDELITY["page"]:
        return post
    found = {}
    for name in (*MORE, *(OF_PAGES if isinstance(post, Page) else ())):
        if not getattr(post, name):
            giver = next((other for other in others if getattr(other, name, None)), None)
            if giver is not None:
                found[name] = getattr(giver, name)
                sources[name] = giver.source.where
    return replace(post, **found)


def _shown(post: Post, others: Sequence[Post]) -> Iterable[Shown]:
    """The other versions' HTML, whole and as readers got it, where the version that counts is what was stored."""
    if post.body_format == "html":
        return ()
    whole = (other for other in others if other.body_format == "html" and not other.is_cut and other.body.strip())
    return (Shown(other.body, other.source.where) for other in whole)


assert {each.name for each in fields(Page)} >= {*FILLED, *MORE, *OF_PAGES}, "a field was renamed"
