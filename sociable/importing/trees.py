"""What lies in a folder: its files, and which of them belong to a copy of a whole site.

``wget --mirror`` and HTTrack give a site a folder that is called like its host. What lies in there is the site's:
its pages are read, and a text, an archive or an export among them is a file that the blog offered, no source. The
same goes for what WordPress keeps in ``wp-content``, wherever that is.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

_HOST = re.compile(r"(?:localhost|(?:[a-z0-9_-]+\.)+(?:[a-z]{2,}|xn--[a-z0-9-]+))(?:[:+@]\d+)?", re.IGNORECASE)
_STORES = frozenset({"wp-content", "wp-includes", "wp-admin"})
_FRONT = ("index.html", "index.htm")
_NOT_OURS = frozenset({"__MACOSX"})


def files(folder: Path) -> Iterator[Path]:
    """Yield the files below ``folder`` in order, links not followed, hidden ones left out."""
    for here, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith(".") and name not in _NOT_OURS)
        yield from (Path(here, name) for name in sorted(names) if not name.startswith("."))


def content(folder: Path) -> Path:
    """Where in ``folder`` its content lies: in an unpacked WACZ file (1.1.1, section 5) beside lists of it."""
    archives = folder / "archive"
    return archives if (folder / "datapackage.json").is_file() and archives.is_dir() else folder


def sites(folder: Path, pages: Iterable[Path]) -> frozenset[Path]:
    """The folders, ``folder`` itself or some below it, that are called like a host and hold some of ``pages``."""
    if is_called_like_host(folder) and any((folder / name).is_file() for name in _FRONT):
        return frozenset({folder})
    return frozenset(site for page in pages if (site := _site(folder, page)))


def is_stored(folder: Path, path: Path) -> bool:
    """Whether ``path``, which is below ``folder``, is one of WordPress's own files or uploads."""
    return not _STORES.isdisjoint(path.relative_to(folder).parts)


def roots(folder: Path, pages: Sequence[Path]) -> tuple[Path, ...]:
    """The folders to read saved ``pages`` from, none of them below another.

    A site is read from the folder in which that of its host lies, with those of the hosts beside it; loose pages from
    the innermost folder that holds them all.
    """
    found = sites(folder, pages)
    loose = [page for page in pages if not is_below(page, found)]
    tops = {folder if site == folder else site.parent for site in found}
    if loose:
        tops.add(holding(loose))
    return tuple(sorted(top for top in tops if not is_below(top, tops)))


def holding(paths: Iterable[Path]) -> Path:
    """The innermost folder in which all of some files lie."""
    return Path(os.path.commonpath([path.parent for path in paths]))


def is_below(path: Path, folders: Iterable[Path]) -> bool:
    """Whether ``path`` lies in one of ``folders``."""
    return not set(folders).isdisjoint(path.parents)


def is_called_like_host(folder: Path) -> bool:
    """Whether the name of ``folder`` could be that of a host."""
    return bool(_HOST.fullmatch(folder.name))


def _site(folder: Path, page: Path) -> Path | None:
    """The outermost folder on the way from ``folder`` to ``page`` that is called like a host."""
    way = [parent for parent in page.parents if folder in parent.parents]
    return next((parent for parent in reversed(way) if is_called_like_host(parent)), None)
