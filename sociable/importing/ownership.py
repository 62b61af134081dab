"""Whose a blog was: the organisation that a catalogue names, if the content has a page for it.

An archive that names an unknown organisation would stop the site from being built, so what is not known is left out
and said.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from sociable import vocabulary
from sociable.errors import Problem, VocabularyError
from sociable.importing.kinds import Warn
from sociable.model import Blog


def known(blogs: Sequence[Blog], content: Path, warn: Warn) -> list[Blog]:
    """Return ``blogs`` with the id of the organisation they name, or with none where ``content`` does not know it."""
    named = {blog.organisation for blog in blogs if blog.organisation}
    ids = {name: _id(name, content, warn) for name in sorted(named)}
    return [replace(blog, organisation=ids.get(blog.organisation, "")) for blog in blogs]


def _id(name: str, content: Path, warn: Warn) -> str:
    try:
        return vocabulary.read(content).organisation(name).id
    except VocabularyError as error:
        what = f"the organisation {name} that the catalogue names was left out: {error.problems[0].what}"
        mend = "Add its page to content/organisations and import again, or name it with --about."
        warn(Problem(what, mend=mend, level="warning"))
        return ""
