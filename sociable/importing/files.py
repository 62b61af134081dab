"""The files of a blog (images, documents, recordings): taken from a folder that holds a copy of its uploads.

The folder may be the ``uploads`` folder itself, the root of the old site, or a mirror of several hosts; a file is
found by its path. Nothing outside the folder is read, links are not followed, and what could run in a reader's
browser on the site's own origin (a web page, a script, a drawing with scripts in it) is not taken.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from pathlib import Path, PurePosixPath

from sociable.archive.folder import FILES
from sociable.archive.homes import UPLOADS, locate, path_key
from sociable.archive.media import ELSEWHERE, is_kept
from sociable.importing.report import Media
from sociable.importing.staging import Staging

LARGEST = 100 * 1024 * 1024
"""Bytes a file may have: git hosts take no larger one, and an archive is kept in git."""


def index(folder: Path) -> Mapping[str, Path]:
    """Map the keys of all files below ``folder`` to them: the path, and the path from ``wp-content/uploads/`` on.

    Where no folder is called so, ``folder`` itself is taken for it.
    """
    found: dict[str, Path] = {}
    for here, folders, names in os.walk(folder):
        folders.sort()
        for name in sorted(names):
            path = Path(here, name)
            if not path.is_symlink():
                for key in _keys_of_file(path_key(path.relative_to(folder).as_posix())):
                    found.setdefault(key, path)
    return found


def take_over(wanted: Mapping[str, str], source: Path | None, staging: Staging) -> Media:
    """Put files into the new archive, from ``source``, else from the old one.

    ``wanted`` maps their paths below the archive to their addresses in the old web.
    """
    available = index(source) if source is not None else {}
    copied, kept, missing, refused = [], [], [], []
    for path, url in sorted(wanted.items()):
        place = f"{FILES}/{path}"
        found = next((available[key] for key in _keys_of_url(url, path) if key in available), None)
        old = staging.old(place)
        problem = _unfit(path, found) if found else ""
        if found and not problem:
            staging.copy(found, place)
            copied.append(path)
        elif old.is_file() and not old.is_symlink() and is_kept(path):
            staging.copy(old, place)
            kept.append(path)
        elif problem:
            refused.append(f"{found}: {problem}")
        else:
            missing.append(path)
    return Media(tuple(copied), tuple(kept), tuple(missing), tuple(refused))


def _keys_of_file(key: str) -> Iterable[str]:
    before, uploads, after = key.rpartition(UPLOADS)
    if uploads and (not before or before.endswith("/")):
        return (key, uploads + after)
    return (key, UPLOADS + key)


def _keys_of_url(url: str, path: str) -> Iterable[str]:
    """Where a file may be: in a mirror of its host; one of the blog's own also by its path there."""
    located = locate(url)
    if located is None:
        return ()
    mirrored = f"{located.host}/{located.key}"
    if path.startswith(f"{ELSEWHERE}/"):
        return (mirrored,)
    _, uploads, after = located.key.rpartition(UPLOADS)
    return (mirrored, uploads + after if uploads else located.key)


def _unfit(path: str, found: Path) -> str:
    if not is_kept(path):
        return f"a file of the kind {PurePosixPath(path).suffix or 'without an ending'} is not taken into an archive"
    if found.stat().st_size > LARGEST:
        return f"larger than {LARGEST // 1024 // 1024} MB"
    return ""
