"""Each post goes into its file, its comments into theirs, and all that becomes of them into the report."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urljoin

from sociable import contentfile
from sociable.archive import erasures
from sociable.archive.erasures import Erasure
from sociable.archive.folder import COMMENTS, PAGES, POSTS
from sociable.archive.homes import locate
from sociable.archive.media import is_kept
from sociable.errors import Problem
from sociable.importing import body, normalise, verifying
from sociable.importing.apart import Apart
from sociable.importing.gathering import Gathered
from sociable.importing.linking import Linking
from sociable.importing.merging import COMMENT_STATUSES, Entry
from sociable.importing.placing import Place
from sociable.importing.plan import Plan
from sociable.importing.report import Proof, Report
from sociable.importing.shelves import Shelf, Table
from sociable.importing.spool import packed, unpacked
from sociable.importing.staging import Staging
from sociable.markup.wordpress import Surroundings, plain_title
from sociable.model import Comment, Page, Post

_ERASED = "erased, and stays so"


class _Comment(NamedTuple):
    """A comment as found and, unless it is withheld, as kept; its proof, why it is so, and what to look at."""

    found: Comment
    kept: Comment | None = None
    proof: Proof | None = None
    reason: str = ""
    notes: tuple[str, ...] = ()


class _ByStem(Mapping[str, Post]):
    """The posts written, by the stems of their files; ``numbers`` are their places among ``entries``."""

    def __init__(self, entries: Sequence[Post]) -> None:
        self.numbers: Table[int] = Table(int, int)
        self._entries = entries

    def __getitem__(self, stem: str) -> Post:
        return self._entries[self.numbers[stem]]

    def __len__(self) -> int:
        return len(self.numbers)

    def __iter__(self) -> Iterator[str]:
        return iter(self.numbers)


class Writing:
    """Writes the posts of an archive, one by one.

    Afterwards ``entries`` are the posts and pages written, without their texts, and ``by_stem`` the same by the stems
    of their files; ``files`` are the addresses of all images and files in them, and ``links`` knows their links.
    """

    def __init__(self, plan: Plan, staging: Staging, report: Report, apart: Path | None) -> None:
        self.entries: Shelf[Post] = Shelf(packed, unpacked)
        self.by_stem = _ByStem(self.entries)
        self.files: dict[str, None] = {}
        self.links = Linking(plan.hosts)
        self._plan = plan
        self._staging = staging
        self._report = report
        self._apart = Apart(apart, plan.names)
        if staging.erased.erasures:
            staging.erased.expect({place.path for place in plan.places.values()})

    def write(self, entry: Entry, gathered: Gathered) -> None:
        """Write a whole post, as found, to where it belongs."""
        if entry.withheld:
            self._withhold(entry, gathered)
        else:
            place = self._plan.places[entry.key]
            self._publish(entry, gathered, place)
            self._converse(gathered.post, place)

    def _publish(self, entry: Entry, gathered: Gathered, place: Place) -> None:
        post = gathered.post
        shown = [one.html for one in gathered.shown]
        converted = body.of_post(post.body, self._surroundings(post), post.body_format, shown)
        kept = normalise.post(post, self._frame(entry, post, place), converted.markdown)
        file = f"{PAGES if isinstance(post, Page) else POSTS}/{place.stem}.md"
        text = contentfile.dump_post(kept)
        self._staging.write(file, text)
        self.by_stem.numbers[place.stem] = len(self.entries)
        self.entries.append(replace(kept, body="", excerpt=""))
        self._note(converted, post, file)
        if kept.image:
            self.files[kept.image] = None
        notes = (*converted.notes, *_notes(entry, post, kept), *gathered.notes)
        filled = {f"body, {kind}": gathered.shown[place].where for kind, place in converted.filled}
        sources = {**gathered.sources, **filled}
        standing = self._staging.standing(file)
        tree = verifying.post(standing, text) if standing else ()
        proof = converted.proof
        self._report.add(post, kept.title, "written", file=file, proof=proof, notes=notes, sources=sources, tree=tree)

    def _converse(self, post: Post, place: Place) -> None:
        """Write the comments of a public post that are public themselves."""
        file = f"{COMMENTS}/{place.stem}.md"
        erased = self._erased(post, place)
        public = {comment.id for comment in post.comments if comment.status == "approved"}
        comments: list[_Comment] = []
        for at, found in enumerate(post.comments):
            if found.status != "approved":
                reason = COMMENT_STATUSES.get(found.status, f"status {found.status}")
                comments.append(_Comment(found, reason=_ERASED if at in erased else reason))
            elif at in erased:
                comments.append(_tombstone(found, erased[at]))
            else:
                comments.append(self._comment(found, post, public, file))
        text = contentfile.dump_conversation([one.kept for one in comments if one.kept])
        if text:
            self._staging.write(file, text)
        self._account(comments, file, text)
        withheld = [one.found for one in comments if one.kept is None and one.reason != _ERASED]
        self._apart.write_comments(place.stem, withheld)

    def _account(self, conversation: list[_Comment], file: str, text: str) -> None:
        """Report what became of the comments in ``file``, whose new text is ``text``."""
        standing = self._staging.standing(file)
        tree = verifying.conversation(standing, text) if standing else {}
        self._report.warnings += (Problem(what, file, level="warning") for what in tree.get(None, ()))
        for found, kept, proof, reason, notes in conversation:
            if kept is None:
                title = "" if reason == _ERASED else found.author
                self._report.add(found, title, "withheld", reason=reason)
            else:
                self._report.add(
                    found,
                    kept.author,
                    "written",
                    reason=reason,
                    file=file,
                    proof=proof,
                    notes=notes,
                    tree=tree.get(kept.id, ()),
                )

    def _erased(self, post: Post, place: Place) -> dict[int, Erasure]:
        """Which comments of a post must not come back, by their place in it."""

        def markdown(found: Comment) -> str:
            return body.of_comment(found.body, found.body_format).markdown

        return self._staging.erased.among(place.path, post.comments, markdown)

    def _comment(self, found: Comment, post: Post, public: set[int], file: str) -> _Comment:
        converted = body.of_comment(found.body, found.body_format)
        kept = normalise.comment(found, self._plan.names, converted.markdown)
        self._note(converted, post, file)
        notes = converted.notes
        if found.parent is not None and found.parent not in public:
            notes = (*notes, f"answers comment {found.parent}, which is not here: shown at the top")
        return _Comment(found, kept, converted.proof, notes=notes)

    def _note(self, text: body.Body, post: Post, file: str) -> None:
        """Keep the addresses of what a text of the last entry shows, and of what of the blog's own it links to."""
        if not text.shown and not text.linked:
            return
        base = post.link or f"{self._plan.about.url}/"
        own = (address for address in text.linked if is_kept(address.partition("#")[0].partition("?")[0]))
        wanted = (*text.shown, *(address for address in own if self._is_own(address, base)))
        self.files.update((urljoin(base, address), None) for address in wanted if locate(address, base))
        self.links.note(text.linked, base, len(self.entries) - 1, file)

    def _is_own(self, address: str, base: str) -> bool:
        located = locate(address, base)
        return located is not None and self._plan.homes.below(located) is not None

    def _withhold(self, entry: Entry, gathered: Gathered) -> None:
        post = gathered.post
        title = plain_title(post.title)
        self._report.add(post, title, "withheld", reason=entry.withheld, notes=gathered.notes)
        for comment in post.comments:
            self._report.add(comment, comment.author, "withheld", reason=f"its post is withheld: {entry.withheld}")
        self._apart.write(entry, post, self._surroundings(post))

    def _frame(self, entry: Entry, post: Post, place: Place) -> normalise.Frame:
        featured = self._plan.survey.attachments.get(post.featured) if post.featured is not None else None
        parent = post.parent if isinstance(post, Page) else None
        return normalise.Frame(
            place,
            entry.id,
            self._plan.names,
            image=normalise.web_address(featured.url if featured else post.image),
            parent=parent if parent in self._plan.public_ids else None,
        )

    def _surroundings(self, post: Post) -> Surroundings:
        by_id = self._plan.survey.attachments
        children = self._plan.children.get(post.id, ()) if post.id is not None else ()
        return Surroundings(by_id, children, post.id, dict(post.meta), self._plan.survey.blocks)


def _tombstone(found: Comment, erasure: Erasure) -> _Comment:
    """What stays of an erased comment; the report counts it and its words as ever, and repeats none of them."""
    proof = replace(body.of_comment(found.body, found.body_format).proof, losses=())
    return _Comment(found, erasures.tombstone(found, erasure), proof, _ERASED)


def _notes(entry: Entry, found: Post, kept: Post) -> tuple[str, ...]:
    """What people should know of a post that was written otherwise than it stood in the source."""
    notes = []
    if entry.lost_id:
        notes.append(f"another post has its number {entry.stub.id} too, so it is kept without")
    if found.featured is not None and not kept.image:
        notes.append("its featured image is not in the source")
    notes.extend(loss.what for loss in entry.lost)
    return tuple(notes)
