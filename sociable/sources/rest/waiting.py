"""Comments stand in other files than their posts: they wait in a temporary file, so that memory stays small."""

from __future__ import annotations

import pickle
import tempfile
from collections.abc import Iterator
from types import TracebackType
from typing import Self

from sociable.errors import Problem, SourceError
from sociable.model import Comment


class Waiting:
    """A context that keeps comments by the number of the post they are on; of two with one number, the first."""

    def __init__(self) -> None:
        self._known: set[int] = set()
        self._places: dict[int, list[int]] = {}

    def __enter__(self) -> Self:
        self._file = tempfile.TemporaryFile(prefix="sociable-")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()

    def put(self, post: int, comment: Comment) -> None:
        """Let ``comment`` wait for ``post``.

        Raises:
            SourceError: there is no room for it.
        """
        if comment.id in self._known:
            return
        self._known.add(comment.id)
        try:
            at = self._file.seek(0, 2)
            pickle.dump(comment, self._file, protocol=5)
        except OSError as error:
            what = f"no room for temporary files in {tempfile.gettempdir()}: {error.strerror}"
            raise SourceError(Problem(what, mend="Make room there, or set TMPDIR to another folder.")) from error
        self._places.setdefault(post, []).append(at)

    def take(self, post: int) -> tuple[Comment, ...]:
        """Return the comments on ``post``, which wait no longer, by number."""
        return tuple(sorted(map(self._get, self._places.pop(post, ())), key=lambda comment: comment.id))

    def left(self) -> Iterator[int]:
        """Yield the posts whose comments still wait."""
        yield from sorted(self._places)

    def __contains__(self, number: int | None) -> bool:
        return number in self._known

    def _get(self, at: int) -> Comment:
        self._file.seek(at)
        comment = pickle.load(self._file)  # noqa: S301 - written above, by this process
        assert isinstance(comment, Comment)
        return comment
