"""What people noted of text extracts: ``sources.csv`` beside them (file, url, blog, owner, organisation).

UTF-8, a comma between values, the first row names the columns (RFC 4180). Other columns are passed over.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from sociable.errors import Problem, SourceError

NAME = "sources.csv"

_COLUMNS = ("file", "url", "blog", "owner", "organisation")


@dataclass(frozen=True, slots=True)
class Row:
    """What is noted of one extract: the address of its page, its blog's name, owner and organisation; maybe empty."""

    file: str
    url: str = ""
    blog: str = ""
    owner: str = ""
    organisation: str = ""


def beside(extract: Path) -> Mapping[str, Row]:
    """Return the rows of the catalogue in the folder of ``extract`` by file name; none where there is no catalogue.

    Raises:
        SourceError: it is there and cannot be read.
    """
    path = extract.parent / NAME
    return read(path) if path.is_file() else {}


def read(path: Path) -> Mapping[str, Row]:
    """Return the rows of a catalogue by file name.

    Raises:
        SourceError: it is no table with a column ``file``, or names a file twice.
    """
    rows: dict[str, Row] = {}
    problems: list[Problem] = []
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            table = csv.DictReader(file, strict=True)
            if "file" not in (table.fieldnames or ()):
                mend = f"Its first line is: {','.join(_COLUMNS)}"
                raise SourceError(Problem("has no column `file`", path.as_posix(), 1, mend))
            for found in table:
                row = Row(*((found.get(column) or "").strip() for column in _COLUMNS))
                if row.file in rows:
                    what = f"names the file {row.file} a second time"
                    problems.append(Problem(what, path.as_posix(), table.line_num, "Keep one of the two rows."))
                elif row.file:
                    rows[row.file] = row
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise SourceError(Problem(f"cannot read it: {error}", path.as_posix(), mend="Save it as UTF-8.")) from error
    if problems:
        raise SourceError(*problems)
    return rows
