"""``archive.md``: what an archive says of itself, and what people say of a blog before it is imported.

People write it too (``--about``), so its days are read with the care that theirs need.
"""

from __future__ import annotations

from sociable.contentfile.fields import DAY, PEOPLE, TEXT, Field, dump_fields, load_fields, table
from sociable.contentfile.headers import compose, scan
from sociable.errors import ContentError
from sociable.model import About

_ABOUT = table(
    Field("Title", "title", TEXT),
    Field("URL", "url", TEXT),
    Field("Description", "description", TEXT),
    Field("Owner", "owner", TEXT),
    Field("Organisation", "organisation", TEXT),
    Field("Language", "language", TEXT),
    Field("Licence", "licence", TEXT),
    Field("First", "first", DAY),
    Field("Last", "last", DAY),
    Field("Captured", "captured", DAY),
    Field("Source", "source", TEXT),
    Field("Former-URLs", "former", PEOPLE),
    Field("Lost", "lost", PEOPLE),
)


def dump_about(about: About) -> str:
    """Write what an archive says of itself."""
    return compose(dump_fields(about, _ABOUT), about.body)


def load_about(text: str, path: str) -> About:
    """Read what :func:`dump_about` or a person wrote; every header may be missing.

    Raises:
        ContentError: with every problem of the file.
    """
    document, problems = scan(text, path)
    loaded = load_fields(document.headers, _ABOUT, path)
    if problems or loaded.problems:
        raise ContentError(*problems, *loaded.problems)
    return About(**{"title": "", **loaded.values}, body=document.body)
