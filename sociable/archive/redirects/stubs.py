"""Pages that stand at the old addresses and lead to the new ones, for a host that knows no rules.

Each is a folder's ``index.html`` with a link that everybody can follow, the canonical address for search engines, and
a refresh for browsers. Where it leads is fixed when it is written: nothing of the address that was asked for gets into
it, so it can send nobody elsewhere. A query cannot be answered by a file.
"""

from __future__ import annotations

from collections.abc import Container, Iterator
from dataclasses import dataclass
from html import escape

from sociable.archive.names import fold
from sociable.archive.redirects.old import Table, tails

_PAGE = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>This page has moved</title>
<link rel="canonical" href="{address}">
<meta http-equiv="refresh" content="0; url={address}">
<h1>This page has moved</h1>
<p>It is kept in the archive: <a href="{address}">{shown}</a></p>
</html>
"""


@dataclass(frozen=True, slots=True)
class Stub:
    """A file at ``path`` below the root of the old host: a page with ``text``, or else a copy of the held ``file``."""

    path: str
    text: str = ""
    file: str = ""


def stubs(table: Table, files: Container[str], site: str = "") -> Iterator[Stub]:
    """Yield every stub; of the held ``files`` a copy, since a page cannot stand for a picture."""
    taken: set[str] = set()
    for old in (*(old for old in table.entries if old.kind == "path"), *tails(table)):
        path = "/".join(part for part in (table.home, old.asks) if part)
        if fold(path) in taken:
            continue
        taken.add(fold(path))
        if old.target in files:
            yield Stub(path, file=old.target)
        else:
            address = escape(table.located(old.target, site))
            yield Stub(f"{path}/index.html".lstrip("/"), _PAGE.format(address=address, shown=address))
