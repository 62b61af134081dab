"""The pages of the vocabulary: a principle, an organisation or an author each, read from the text of its file.

Headers: ``Title`` (the name), ``Summary`` (the standfirst); for organisations ``Kind``, ``URL``, ``Reviewed`` and their
progress (:mod:`sociable.vocabulary.progress`); for authors ``Affiliations``. A page is read as far as it goes: what is
wrong with it is listed, and it still stands for its id, so that one slip on it doesn't make every post that refers to
it wrong too.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Literal

from sociable.contentfile.fields import DAY, TEXT, Field, Loaded, Table, load_fields, table
from sociable.contentfile.headers import Header, scan, shown
from sociable.contentfile.registers import AFFILIATIONS
from sociable.errors import Problem
from sociable.model import Author, Source
from sociable.vocabulary.progress import Statement, read_progress

Side = Literal["outside", "inside"]

PRINCIPLES = tuple(f"{side}-{number}" for side in ("outside", "inside") for number in range(1, 6))
"""The ids of the ten, in their order."""

_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_LONGEST_SLUG = 80


@dataclass(frozen=True, slots=True)
class Principle:
    """One of the ten. ``body`` is Markdown, ``summary`` one sentence, ``path`` the file."""

    id: str
    side: Side
    number: int
    title: str
    summary: str = ""
    body: str = ""
    path: str = ""


@dataclass(frozen=True, slots=True)
class Organisation:
    """A council, an NHS body or the like. ``kind`` is in words; ``path`` the file, ``body`` Markdown.

    ``progress`` is what it has said of the principles, oldest first; ``reviewed`` the day on which it last looked at
    all of that and found it still so.
    """

    id: str
    name: str
    kind: str = ""
    url: str = ""
    summary: str = ""
    body: str = ""
    path: str = ""
    progress: tuple[Statement, ...] = ()
    reviewed: date | None = None


@dataclass(frozen=True, slots=True)
class Profile(Author):
    """An author with what their page says. ``body`` is Markdown; ``affiliations`` hold organisations' ids."""

    summary: str = ""
    body: str = ""
    path: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page taken apart: what its headers say, its body, what is wrong with it, and the headers left unread."""

    loaded: Loaded
    body: str
    problems: tuple[Problem, ...]
    unread: tuple[Header, ...] = ()

    def text(self, name: str) -> str:
        """A text of the headers; empty if there is none."""
        return str(self.loaded.values.get(name, ""))


_PRINCIPLE = table(Field("Title", "title", TEXT), Field("Summary", "summary", TEXT))
_ORGANISATION = table(
    Field("Title", "name", TEXT),
    Field("Kind", "kind", TEXT),
    Field("URL", "url", TEXT),
    Field("Summary", "summary", TEXT),
    Field("Reviewed", "reviewed", DAY),
    *(Field(key.capitalize(), key, TEXT) for key in PRINCIPLES),  # left unread; known, so that a slip finds them
)
_AUTHOR = table(
    Field("Title", "name", TEXT),
    Field("Affiliations", "affiliations", AFFILIATIONS),
    Field("Summary", "summary", TEXT),
)


def scan_principle(text: str, key: str, path: str) -> tuple[Principle, tuple[Problem, ...]]:
    """Read a principle's page; ``key`` is one of :data:`PRINCIPLES`."""
    sheet = scan_sheet(text, path, _PRINCIPLE)
    side: Side = "outside" if key.startswith("outside") else "inside"
    title = sheet.text("title") or key
    page = Principle(key, side, int(key[-1]), title, sheet.text("summary"), sheet.body, path)
    return page, sheet.problems


def scan_organisation(text: str, key: str, path: str) -> tuple[Organisation, tuple[Problem, ...]]:
    """Read an organisation's page."""
    sheet = scan_sheet(text, path, _ORGANISATION, unread=PRINCIPLES)
    progress, wrong = read_progress(sheet.unread, path)
    page = Organisation(
        id=key,
        name=sheet.text("name") or key,
        kind=sheet.text("kind"),
        url=sheet.text("url"),
        summary=sheet.text("summary"),
        body=sheet.body,
        path=path,
        progress=progress,
        reviewed=sheet.loaded.values.get("reviewed"),
    )
    return page, sheet.problems + wrong


def scan_profile(text: str, key: str, path: str) -> tuple[Profile, tuple[Problem, ...]]:
    """Read an author's page; affiliations hold organisations as they are written, and ``source.line`` is theirs."""
    sheet = scan_sheet(text, path, _AUTHOR)
    line = sheet.loaded.lines.get("affiliations")
    affiliations = sheet.loaded.values.get("affiliations", ())
    backwards = tuple(
        Problem(
            f"the stay at {shown(each.organisation)} ends before it starts",
            path,
            line,
            f"Correct the dates, perhaps to {each.until} to {each.since}.",
        )
        for each in affiliations
        if each.since and each.until and each.until < each.since
    )
    page = Profile(
        id=key,
        name=sheet.text("name") or key,
        affiliations=affiliations,
        source=Source(path, line),
        summary=sheet.text("summary"),
        body=sheet.body,
        path=path,
    )
    return page, sheet.problems + backwards


def scan_sheet(
    text: str, path: str, fields: Table, required: tuple[str, ...] = ("Title",), unread: Collection[str] = ()
) -> Sheet:
    """Take apart what people wrote: line ends become newlines, and the ``required`` headers must be there.

    Headers whose keys (in small letters) are among ``unread`` are given back as they are.
    """
    document, problems = scan(text.replace("\r\n", "\n"), path)
    loaded = load_fields((one for one in document.headers if one.key.lower() not in unread), fields, path)
    missing = tuple(
        Problem(f"no `{key}`", path, 1, f"Add a line `{key}: …` above the first blank line.")
        for key in required
        if loaded.lacks(fields[key.lower()].name)
    )
    left = tuple(one for one in document.headers if one.key.lower() in unread)
    return Sheet(loaded, document.body, (*problems, *loaded.problems, *missing), left)


def is_slug(text: str) -> bool:
    """Tell whether ``text`` can be an address and a file name everywhere: small letters, digits, single hyphens."""
    return len(text) <= _LONGEST_SLUG and _SLUG.fullmatch(text) is not None


def slug_of(text: str) -> str:
    """Propose a slug for ``text``; empty if it holds no letter or digit of ASCII."""
    ascii_only = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode("ascii")
    return "-".join(re.findall("[a-z0-9]+", ascii_only.lower()))[:_LONGEST_SLUG].strip("-")
