"""All rules for an archive's old addresses in one folder, and how many addresses they answer."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from sociable.archive.folder import Archive
from sociable.archive.redirects import apache, hosts, nginx, stubs
from sociable.archive.redirects.old import Kind, Table
from sociable.errors import ArchiveError, Problem

KINDS: Mapping[Kind, str] = {
    "path": "paths of posts, pages, listings and files",
    "feed": "feeds; the stubs have a page in their place, which feed readers cannot follow",
    "slug": "posts by their name alone",
    "id": "posts, pages and files by number (?p=, ?page_id=, ?attachment_id=)",
    "category_name": "categories by name (?category_name=)",
    "cat": "categories by number (?cat=)",
    "tag": "tags (?tag=)",
    "author_name": "authors by name (?author_name=)",
    "author": "authors by number (?author=)",
    "m": "years, months and days (?m=)",
}
"""What each kind of address is called."""

NEEDS_A_SERVER = frozenset(KINDS) - {"path"}
"""Kinds that files alone cannot answer: a query, a guess. A feed's own path is among the paths."""

NGINX, APACHE, APACHE_MAP, NETLIFY, CLOUDFLARE = (
    "nginx.conf",
    "apache.conf",
    "apache.map",
    "netlify/_redirects",
    "cloudflare/_redirects",
)
STUBS = "stubs"


@dataclass(frozen=True, slots=True)
class Written:
    """What was written below a folder: how many ``stubs``, and what to know of the hosts' limits."""

    stubs: int
    warnings: tuple[str, ...]


def coverage(table: Table) -> Mapping[Kind, int]:
    """Count the addresses of each kind."""
    counts = Counter(old.kind for old in table.entries)
    return {kind: counts[kind] for kind in KINDS if counts[kind]}


def write(table: Table, archive: Archive, folder: Path, *, site: str = "", map_file: str = "") -> Written:
    """Write the rules for every kind of host, and the stubs, into ``folder``, which must be new or empty.

    ``site`` is the new site's address, where it is another host's; ``map_file`` where Apache will find its map.

    Raises:
        ArchiveError: the folder holds something, or cannot be written.
    """
    if folder.exists() and any(folder.iterdir()):
        raise ArchiveError(Problem("this folder holds something", str(folder), mend="Name a new one, or empty it."))
    redirects, warnings = hosts.cloudflare(table, site)
    texts = {
        NGINX: nginx.rules(table, site),
        APACHE: apache.rules(table, map_file or str((folder / APACHE_MAP).absolute()), site),
        APACHE_MAP: apache.mapped(table, site),
        NETLIFY: hosts.netlify(table, site),
        CLOUDFLARE: redirects,
    }
    try:
        for name, text in texts.items():
            _place(folder / name).write_text(text, encoding="utf-8")
        count = _write_stubs(table, archive, folder / STUBS, site)
    except OSError as error:
        raise ArchiveError(Problem(f"cannot write the rules: {error.strerror}", str(folder))) from error
    return Written(count, warnings)


def _write_stubs(table: Table, archive: Archive, folder: Path, site: str) -> int:
    count = 0
    for stub in stubs.stubs(table, archive.files, site):
        target = _place(folder / stub.path)
        if stub.file:
            shutil.copyfile(archive.file(stub.file), target)
        else:
            target.write_text(stub.text, encoding="utf-8")
        count += 1
    return count


def _place(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    return path
