"""Sees which files are saved, within some ten milliseconds: `watchfiles <https://watchfiles.helpmanual.io/>`_.

Left out: what editors put beside a file while they save it, names with a dot in front (Pelican leaves them out too),
Python's own compiled files, and the folder that the site is built in, wherever that lies.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import watchfiles

QUIET = 10
"""Milliseconds without a change after which a save counts as done: an editor may write, rename and remove in one."""

LONGEST = 200
"""Milliseconds after which changes are handed on though more keep coming."""

BEGINNING = 50
"""Milliseconds after which the watch, having seen nothing, says that it has begun."""


class Sources(watchfiles.DefaultFilter):
    """Tells the files that people write from those that their tools do."""

    ignore_dirs = ("__pycache__",)
    ignore_entity_patterns = (*watchfiles.DefaultFilter.ignore_entity_patterns, r"^\.")


def changes(places: Iterable[Path], *, but: Path) -> Iterator[frozenset[Path]]:
    """Yield the files (and folders) that were written, moved or removed below ``places``, but not those below ``but``.

    The first set comes as soon as the watch has begun, and is empty as a rule: nothing that is saved later is missed.
    What happens while the caller is busy comes in one set afterwards. Paths are absolute, without symbolic links.
    """
    begun = False
    for found in watchfiles.watch(
        *(place.resolve() for place in places),
        watch_filter=Sources(ignore_paths=[but.resolve()]),
        debounce=LONGEST,
        step=QUIET,
        rust_timeout=BEGINNING,
        yield_on_timeout=True,
    ):
        if found or not begun:
            begun = True
            yield frozenset(Path(path) for _, path in found)
