"""Posts as found, laid aside in a temporary file: an export is read once, and no more than one post is in memory.

The file has no name, so that it is gone with the process, and nobody else can read what was not public. Values are
pickled as plain tuples, which takes a tenth of the time that dataclasses do; they come from this process alone.
"""

from __future__ import annotations

import pickle
import tempfile
from dataclasses import fields, replace
from operator import attrgetter
from types import TracebackType
from typing import Any, Self

from sociable.errors import ArchiveError, Problem
from sociable.model import Comment, Page, Post, Source

_COMMENT = tuple(each.name for each in fields(Comment))
_values = attrgetter(*_COMMENT[:-1])
assert _COMMENT[-1] == "source", "it is packed and unpacked as the last"


class Spool:
    """A context in which posts can be put aside and had again."""

    def __enter__(self) -> Self:
        self._file = tempfile.TemporaryFile(prefix="sociable-")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()

    def put(self, post: Post) -> int:
        """Lay ``post`` aside; return where it lies.

        Raises:
            ArchiveError: there is no room for it.
        """
        comments = [(*_values(one), _packed(one.source)) for one in post.comments]
        light = replace(post, comments=(), source=Source())
        values = [getattr(light, each.name) for each in fields(light)]
        try:
            at = self._file.seek(0, 2)
            pickle.dump((isinstance(post, Page), values, comments, _packed(post.source)), self._file, protocol=5)
        except OSError as error:
            what = f"no room for temporary files in {tempfile.gettempdir()}: {error.strerror}"
            raise ArchiveError(Problem(what, mend="Make room there, or set TMPDIR to another folder.")) from error
        return at

    def get(self, at: int) -> Post:
        """Return the post that lies at ``at``."""
        self._file.seek(at)
        is_page, values, comments, source = pickle.load(self._file)  # noqa: S301 - written above, by this process
        post = Page(*values) if is_page else Post(*values)
        whole = tuple(map(_comment, comments))
        return replace(post, comments=whole, source=Source(*source))


def _comment(packed: tuple[Any, ...]) -> Comment:
    values = [*packed[:-1], Source(*packed[-1])]
    return Comment(*values)


def _packed(source: Source) -> tuple[str, int | None, str, str]:
    return source.path, source.line, source.kind, source.url
