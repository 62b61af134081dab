"""The files in ``content/``: dumped from values and loaded into them, ``load(dump(x)) == x`` for any text.

Every loader raises one :class:`~sociable.errors.ContentError` with all problems of the file. A loaded value's
``source`` says in which file, and where a file holds many, on which line it stands.
"""

from sociable.contentfile.about import dump_about, load_about
from sociable.contentfile.conversations import dump_conversation, load_conversation, scan_conversation
from sociable.contentfile.dates import LONDON
from sociable.contentfile.headers import Document, Header, parse, read_text
from sociable.contentfile.posts import dump_post, load_post
from sociable.contentfile.registers import (
    dump_authors,
    dump_media,
    dump_terms,
    load_authors,
    load_media,
    load_terms,
)

__all__ = [
    "LONDON",
    "Document",
    "Header",
    "dump_about",
    "dump_authors",
    "dump_conversation",
    "dump_media",
    "dump_post",
    "dump_terms",
    "load_about",
    "load_authors",
    "load_conversation",
    "load_media",
    "load_post",
    "load_terms",
    "parse",
    "read_text",
    "scan_conversation",
]
