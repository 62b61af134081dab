"""By which principles and for which organisations a post is filed, and who says so.

What staff wrote in ``tags.csv`` beside an archive's bag comes first, then what the post itself says, then what
``sociable.tagging`` works out: affiliations on the post's day, a byline in its text, the blog's owner.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from plugins.build import Build, shown
from sociable import contentfile
from sociable.archive.folder import Archive
from sociable.errors import Problem, SociableError
from sociable.model import Post
from sociable.tagging import organisations, tags
from sociable.tagging.organisations import Belonging
from sociable.tagging.tags import Decision


@dataclass(frozen=True, slots=True)
class Filing:
    """Where a post belongs: ids in the order that was given, and how the organisations were found."""

    principles: tuple[str, ...]
    belonging: Belonging


def of_blog(build: Build, post: Post) -> Filing:
    """File a post of the shared blog."""
    return Filing(post.principles, organisations.decide(post, post.authors, build.vocabulary))


class Cabinet:
    """Files the posts of one archive."""

    def __init__(self, build: Build, archive: Archive) -> None:
        self._build = build
        self._names = {author.id: author.name for author in archive.authors}
        self._known = {author.name.casefold(): author.id for author in build.vocabulary.authors.values()}
        self._owner = self._owner_of(archive)
        self._decisions = self._decided(archive)

    def file(self, post: Post) -> Filing:
        """File one post."""
        decision = self._decisions.get(tags.name_of(post), Decision())
        principles = post.principles if decision.principles is None else decision.principles
        told = replace(post, organisations=decision.organisations or post.organisations)
        names = [self._names.get(author, author) for author in post.authors]
        authors = [known for name in names if (known := self._known.get(name.casefold()))]
        belonging = organisations.decide(told, authors, self._build.vocabulary, self._owner, names=names)
        return Filing(self._with_pages(principles), belonging)

    def _with_pages(self, principles: Iterable[str]) -> tuple[str, ...]:
        """A content folder may do without the page of a principle; nothing can be filed by it then."""
        return tuple(name for name in principles if name in self._build.vocabulary.principles)

    def _owner_of(self, archive: Archive) -> str:
        if not archive.about.organisation:
            return ""
        try:
            return self._build.vocabulary.organisation(archive.about.organisation).id
        except SociableError as error:
            path = shown(archive.folder / "bag" / "data" / "archive.md")
            self._build.problems.extend(replace(problem, path=path) for problem in error.problems)
            return ""

    def _decided(self, archive: Archive) -> Mapping[str, Decision]:
        """What ``tags.csv`` says, with ids for organisations."""
        path = archive.folder / tags.FILE
        if not path.is_file():
            return {}
        name = shown(path)
        try:
            rows = tags.load(contentfile.read_text(path, name), name)
        except SociableError as error:
            self._build.take(error)
            return {}
        posts = {tags.name_of(post) for post in archive.posts}
        self._build.problems.extend(
            Problem(f"no post of the archive is at {row.post!r}", name, mend="Correct its path, or remove the row.")
            for row in rows
            if row.post not in posts
        )
        return {post: self._resolved(decision, name) for post, decision in tags.decide(rows).items()}

    def _resolved(self, decision: Decision, path: str) -> Decision:
        found = []
        for name in decision.organisations:
            try:
                found.append(self._build.vocabulary.organisation(name).id)
            except SociableError as error:
                self._build.problems.extend(replace(problem, path=path) for problem in error.problems)
        return replace(decision, organisations=tuple(found))
