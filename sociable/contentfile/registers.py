"""Registers: an archive's authors, terms and media, many entries in one file, each some header lines.

Entries are parted by a blank line, and the first header of each is always written, so that none is lost for being
empty. There are no bodies: what is long or has several lines stands in a header like any other text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from sociable.contentfile.dates import BadValue, dump_day, read_day
from sociable.contentfile.fields import (
    COUNT,
    INTEGER,
    MOMENT,
    TEXT,
    Codec,
    Field,
    Loaded,
    Table,
    choice,
    dump_fields,
    dump_item,
    load_fields,
    split,
    table,
)
from sociable.contentfile.headers import scan_headers, shown, unescape
from sociable.errors import ContentError, Problem
from sociable.model import Affiliation, Attachment, Author, ImageSize, Source, Term

_DATE = r"\d{1,4}(?:[-/.]\d{1,4}){0,2}"
_AFFILIATION = re.compile(rf"(.*?)(?:(?:\s+({_DATE}))?\s+to(?:\s+({_DATE}))?)?", re.ASCII)
_LONE_DATE = re.compile(r".*\s\d{4}-\d{2}-\d{2}", re.ASCII)
_IN_A_NAME = rf"(?a:;|\s(?=(?:to|{_DATE})(?:\s|\Z)))"
"""What must not stand in an organisation's name as it is: it would be taken for the stay that follows."""
_SIZE = re.compile(r"(\S+) (-?[0-9]{1,18})x(-?[0-9]{1,18}) (.+)", re.DOTALL)
_IN_A_WORD = r"[;\s]"


def dump_authors(authors: Iterable[Author]) -> str:
    """Write an archive's authors in the order given."""
    return _dump(authors, _AUTHOR)


def load_authors(text: str, path: str) -> tuple[Author, ...]:
    """Read what :func:`dump_authors` wrote. Raises :class:`ContentError` with every problem of the file."""
    return tuple(
        Author(**{"id": "", "name": "", **values}, source=source) for values, source in _load(text, path, _AUTHOR)
    )


def dump_terms(terms: Iterable[Term]) -> str:
    """Write an archive's categories and tags in the order given."""
    return _dump(terms, _TERM)


def load_terms(text: str, path: str) -> tuple[Term, ...]:
    """Read what :func:`dump_terms` wrote. Raises :class:`ContentError` with every problem of the file."""
    return tuple(
        Term(**{"slug": "", "name": "", **values}, source=source) for values, source in _load(text, path, _TERM)
    )


def dump_media(media: Iterable[Attachment]) -> str:
    """Write an archive's attachments in the order given."""
    return _dump(media, _ATTACHMENT)


def load_media(text: str, path: str) -> tuple[Attachment, ...]:
    """Read what :func:`dump_media` wrote. Raises :class:`ContentError` with every problem of the file."""
    return tuple(
        Attachment(**{"id": None, "url": "", **values}, source=source)
        for values, source in _load(text, path, _ATTACHMENT)
    )


def _dump(values: Iterable[object], fields: Table) -> str:
    return "\n".join(dump_fields(value, fields) for value in values)


def _load(text: str, path: str, fields: Table) -> list[tuple[dict[str, Any], Source]]:
    """Read the entries of a register: each one's field values, and where it stands."""
    entries = []
    problems: list[Problem] = []
    at, line = (1 if text.startswith("\ufeff") else 0), 1
    while at < len(text):
        block = scan_headers(text, path, start=at, line=line)
        problems += block.problems
        if block.headers:
            loaded = load_fields(block.headers, fields, path)
            problems += loaded.problems + _without_opening(loaded, fields, path, line)
            entries.append((loaded.values, Source(path, line)))
        at, line = block.end, block.end_line
    if problems:
        raise ContentError(*problems)
    return entries


def _without_opening(loaded: Loaded, fields: Table, path: str, line: int) -> list[Problem]:
    opening = next(each for each in fields.values() if each.opens)
    if opening.name in loaded.lines:
        return []
    mend = f"Add it, or take out the blank line if this belongs to the entry above; `{opening.key}` starts an entry."
    return [Problem(f"an entry without `{opening.key}`", path, line, mend)]


def _dump_affiliations(affiliations: tuple[Affiliation, ...]) -> str:
    return " ".join(f"{_dump_affiliation(each)};" for each in affiliations)


def _dump_affiliation(affiliation: Affiliation) -> str:
    words = [dump_item(affiliation.organisation, _IN_A_NAME), dump_day(affiliation.since)]
    if affiliation.since or affiliation.until:
        words += ["to", dump_day(affiliation.until)]
    return " ".join(filter(None, words))


def _load_affiliations(written: str) -> tuple[Affiliation, ...]:
    return tuple(map(_load_affiliation, split(written, ";")))


def _load_affiliation(written: str) -> Affiliation:
    match = _AFFILIATION.fullmatch(written)
    if match is None or _LONE_DATE.fullmatch(match[1]):
        what = f"cannot tell whether {shown(unescape(written))} starts or ends that day"
        raise BadValue(what, "Write it as `leeds-city-council 2012-01-09 to 2014-11-21;`; either date may be left out.")
    name, since, until = match.groups()
    return Affiliation(unescape(name), read_day(since) if since else None, read_day(until) if until else None)


def _dump_sizes(sizes: tuple[ImageSize, ...]) -> str:
    return " ".join(
        f"{dump_item(each.name, _IN_A_WORD)} {each.width}x{each.height} {dump_item(each.file)};" for each in sizes
    )


def _load_sizes(written: str) -> tuple[ImageSize, ...]:
    return tuple(map(_load_size, split(written, ";")))


def _load_size(written: str) -> ImageSize:
    match = _SIZE.fullmatch(written)
    if match is None:
        what = f"cannot read the image size {shown(unescape(written))}"
        raise BadValue(what, "Write it as `thumbnail 150x150 photo-150x150.jpg;`.")
    return ImageSize(unescape(match[1]), unescape(match[4]), int(match[2]), int(match[3]))


AFFILIATIONS = Codec(_dump_affiliations, _load_affiliations)
"""``leeds-city-council 2012-01-09 to 2014-11-21; devon-county-council 2015-02-01 to;``, dates as far as known."""

_AUTHOR = table(
    Field("Id", "id", TEXT, opens=True),
    Field("Name", "name", TEXT),
    Field("Affiliations", "affiliations", AFFILIATIONS),
    Field("Number", "number", INTEGER),
)
_TERM = table(
    Field("Taxonomy", "taxonomy", choice({"category": "category", "post_tag": "post_tag"}), opens=True),
    Field("Slug", "slug", TEXT),
    Field("Name", "name", TEXT),
    Field("Parent", "parent", TEXT),
    Field("Description", "description", TEXT),
    Field("Number", "number", INTEGER),
)
_ATTACHMENT = table(
    Field("URL", "url", TEXT, opens=True),
    Field("Path", "path", TEXT),
    Field("Id", "id", INTEGER),
    Field("Title", "title", TEXT),
    Field("Slug", "slug", TEXT),
    Field("Link", "link", TEXT),
    Field("Alt", "alt", TEXT),
    Field("Caption", "caption", TEXT),
    Field("Description", "description", TEXT),
    Field("Type", "mime", TEXT),
    Field("Parent", "parent", INTEGER),
    Field("Date", "date", MOMENT),
    Field("Order", "menu_order", COUNT),
    Field("Width", "width", INTEGER),
    Field("Height", "height", INTEGER),
    Field("Sizes", "sizes", Codec(_dump_sizes, _load_sizes)),
)
