"""What is withheld, written for the blog's owner into a folder of its own, never into the content."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from sociable import contentfile
from sociable.archive.folder import COMMENTS
from sociable.archive.names import Names as FileNames
from sociable.archive.names import stem
from sociable.errors import ArchiveError, Problem
from sociable.importing import body, normalise
from sociable.importing.merging import Entry
from sociable.importing.placing import Place, day_of, slug_of
from sociable.markup.wordpress import Surroundings
from sociable.model import Comment, Post

PROTECTED = "protected"


class Apart:
    """A folder with a folder for each status (``draft``, ``private`` …), their comments and those of public posts.

    Without a folder nothing is written.
    """

    def __init__(self, folder: Path | None, names: normalise.Names) -> None:
        self._folder = folder
        self._names = names
        self._taken: dict[str, FileNames] = {}

    def write(self, entry: Entry, post: Post, surroundings: Surroundings) -> None:
        """Write a withheld post and all its comments, whatever their status."""
        if self._folder is None:
            return
        status = PROTECTED if post.status == "publish" else stem(post.status) or "unknown"
        taken = self._taken.setdefault(status, FileNames())
        name = taken.take(stem(f"{day_of(entry.stub)}-{slug_of(entry.stub)}"))
        frame = normalise.Frame(Place(name, "", slug_of(entry.stub)), entry.id, self._names)
        markdown = body.of_post(post.body, surroundings, post.body_format).markdown
        self._put(f"{status}/{name}.md", contentfile.dump_post(normalise.post(post, frame, markdown)))
        self.write_comments(name, post.comments, f"{status}/{COMMENTS}")

    def write_comments(self, name: str, comments: Sequence[Comment], folder: str = COMMENTS) -> None:
        """Write comments, with their status, as the conversation of the post ``name``."""
        if self._folder is None or not comments:
            return
        kept = (
            normalise.comment(each, self._names, body.of_comment(each.body, each.body_format).markdown)
            for each in comments
        )
        self._put(f"{folder}/{name}.md", contentfile.dump_conversation(kept))

    def _put(self, path: str, text: str) -> None:
        assert self._folder is not None
        target = self._folder / path
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            unfinished = target.with_name(f".{target.name}.new")
            unfinished.write_bytes(text.encode())
            unfinished.replace(target)
        except OSError as error:
            what = f"cannot write what is withheld: {error.strerror or error}"
            raise ArchiveError(Problem(what, str(self._folder), mend="The archive was left as it was.")) from error
