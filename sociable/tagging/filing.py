"""By which principles and for which organisations a post is filed, and who says so.

For an archived post the rows of staff in ``tags.csv`` come first, since nobody can edit the post any more; then what
the post itself says, the other rows, and for organisations what ``organisations`` works out from affiliations on the
post's day, a byline in its text, the blog's owner. Site and command both file by this module, so they never disagree.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal, Protocol

from sociable.errors import ContentError, Problem, VocabularyError
from sociable.model import About, Author, Post
from sociable.tagging import organisations, tags
from sociable.tagging.organisations import Belonging
from sociable.tagging.tags import Decision, Who
from sociable.vocabulary import Vocabulary
from sociable.vocabulary.lookup import alike

BY_ROWS = {"staff": "staff said so", "imported": "it came so from elsewhere", "applied": "it was applied"}
"""What a row of ``tags.csv`` means, by who wrote it."""


class Kept(Protocol):
    """What filing has to know of an archive; :class:`sociable.archive.folder.Archive` is one."""

    @property
    def folder(self) -> Path:
        """The archive's folder, in which ``tags.csv`` lies."""

    @property
    def about(self) -> About:
        """What the archive says of itself; its ``organisation`` owns the blog."""

    @property
    def authors(self) -> Sequence[Author]:
        """Who wrote it."""

    @property
    def posts(self) -> Sequence[Post]:
        """Its posts."""


@dataclass(frozen=True, slots=True)
class Filing:
    """Where a post belongs. ``principles`` are ids, ``None`` where nobody decided; ``by`` says who did."""

    principles: tuple[str, ...] | None
    by: Who | Literal["post", ""]
    belonging: Belonging

    def to_json(self) -> dict[str, object]:
        """Give what is decided on the principles as plain values."""
        return {"decided": None if self.principles is None else list(self.principles), "by": self.by}


def of_blog(post: Post, vocabulary: Vocabulary, *, is_decided: bool = True) -> Filing:
    """File a post of the shared blog; ``is_decided`` unless it has no ``Principles:`` line at all."""
    belonging = organisations.decide(post, post.authors, vocabulary)
    return Filing(post.principles, "post", belonging) if is_decided else Filing(None, "", belonging)


class Cabinet:
    """Files the posts of one archive. ``problems`` are what is wrong with its owner's name and its ``tags.csv``."""

    def __init__(self, vocabulary: Vocabulary, archive: Kept) -> None:
        self.problems: list[Problem] = []
        self._vocabulary = vocabulary
        self._names = {author.id: author.name for author in archive.authors}
        self._known = {alike(author.name): author.id for author in vocabulary.authors.values()}
        about = archive.folder / "bag" / "data" / "archive.md"
        self._owner = (
            next(iter(self._ids([archive.about.organisation], about)), "") if archive.about.organisation else ""
        )
        self._decisions = self._decided(archive)

    def file(self, post: Post) -> Filing:
        """File one post."""
        decision = self._decisions.get(tags.name_of(post), Decision())
        belonging = self._belonging(post, decision)
        if decision.principles is not None and (decision.principles_by == "staff" or not post.principles):
            return Filing(decision.principles, decision.principles_by, belonging)
        if post.principles:
            return Filing(post.principles, "post", belonging)
        return Filing(None, "", belonging)

    def likely(self, post: Post) -> tuple[str, ...]:
        """Give the ids of all organisations, those first to which a post may well belong."""
        _, known = self._authors(post)
        return organisations.likely(post, known, self._vocabulary, self._owner)

    def _belonging(self, post: Post, decision: Decision) -> Belonging:
        who = decision.organisations_by
        if decision.organisations is not None and who and (who == "staff" or not post.organisations):
            return Belonging(decision.organisations, who, who != "applied", BY_ROWS[who])
        names, known = self._authors(post)
        return organisations.decide(post, known, self._vocabulary, self._owner, names=names)

    def _authors(self, post: Post) -> tuple[list[str], list[str]]:
        """The names of a post's authors, and the ids of those who have pages."""
        names = [self._names.get(author, author) for author in post.authors]
        return names, [known for name in names if (known := self._known.get(alike(name)))]

    def _decided(self, archive: Kept) -> Mapping[str, Decision]:
        """What ``tags.csv`` says, with ids for organisations."""
        path = archive.folder / tags.FILE
        try:
            rows = tags.read(archive.folder)
        except ContentError as error:
            self.problems += error.problems
            return {}
        posts = {tags.name_of(post) for post in archive.posts}
        mend = "Correct its path, or remove the row."
        self.problems += [
            Problem(f"no post of the archive is at {row.post!r}", path.as_posix(), mend=mend)
            for row in rows
            if row.post not in posts
        ]
        return {post: self._resolved(decision, path) for post, decision in tags.decide(rows).items()}

    def _resolved(self, decision: Decision, path: Path) -> Decision:
        if not decision.organisations:
            return decision
        return replace(decision, organisations=self._ids(decision.organisations, path) or None)

    def _ids(self, named: Sequence[str], path: Path) -> tuple[str, ...]:
        """The ids of organisations given by id or name; an unknown one is a problem of the file at ``path``."""
        found = []
        for name in named:
            try:
                found.append(self._vocabulary.organisation(name).id)
            except VocabularyError as error:
                self.problems += [replace(problem, path=path.as_posix()) for problem in error.problems]
        return tuple(dict.fromkeys(found))
