"""The second reading, first half: of every post the version that counts, with the comments that only others have.

What waits is small: of a version that does not count only the comments the other lacks, of one that does its text
only where an older version with more comments stands behind it in the sources.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from sociable.importing.merging import Entry
from sociable.importing.plan import Plan
from sociable.importing.report import Report
from sociable.importing.survey import ALWAYS, Key
from sociable.markup.wordpress import plain_title
from sociable.model import Comment, Post


class Gathering:
    """Joins the versions of posts as they come by; those that do not count are accounted for as merged."""

    def __init__(self, plan: Plan, report: Report) -> None:
        self._plan = plan
        self._report = report
        self._here: dict[Key, Post] = {}
        self._extra: dict[Key, list[Comment]] = {}
        self._awaited: dict[Key, set[Key]] = {}
        for entry in plan.entries.values():
            if entry.others:
                self._awaited.setdefault(entry.key, set(entry.extra_comments()))

    def take(self, post: Post, key: Key) -> Iterator[tuple[Entry, Post]]:
        """Take a post as found; yield it, or the one it completes, as soon as it is whole."""
        entry = self._plan.entries[key]
        if key == entry.key:
            self._here[key] = post
        else:
            self._take_other(post, key, entry)
        if entry.key in self._here and not self._awaited.get(entry.key):
            yield entry, self._whole(entry.key)

    def _take_other(self, post: Post, key: Key, entry: Entry) -> None:
        stub = next(other for other in entry.others if other.key == key)
        reason = f"the same as at {entry.stub.source.where}"
        if differences := stub.differs_in(entry.stub):
            reason += f", which counts; they differ in {', '.join(differences)}"
        self._report.add(post, plain_title(post.title), "merged", reason=reason)
        new = set(entry.extra_comments().get(key, ()))
        for comment in post.comments:
            if comment.id in new:
                self._extra.setdefault(entry.key, []).append(comment)
                new.discard(comment.id)
            else:
                self._report.add(comment, comment.author, "merged", reason=reason)
        self._awaited.get(entry.key, set()).discard(key)

    def _whole(self, key: Key) -> Post:
        post = self._here.pop(key)
        extra = self._extra.pop(key, [])
        return replace(post, comments=tuple(sorted((*post.comments, *extra), key=_moment))) if extra else post


def _moment(comment: Comment) -> tuple[datetime, int]:
    return comment.date or ALWAYS, comment.id
