"""Holes in a post that only the running site could fill, and their filling from what readers got.

A dynamic block, a shortcode of a plugin's or the player behind a bare address is not in what WordPress stores.
:func:`sociable.markup.wordpress.render` puts ``<sociable-hole kind="block core/latest-posts">…</sociable-hole>`` in
its place, around what can be said without the site. :func:`fill` finds in another copy of the post what stood there:
the stretch between the words before the hole and those after it (:mod:`sociable.markup.stretches`). A hole whose
neighbours are not found beyond doubt stays open. Kinds: ``block <name>``, ``shortcode <name>``, ``embed <address>``,
``gallery <how many pictures are missing>``.

Not handled: what a plugin changed outside its holes; there, what was stored goes before what was shown.
"""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import count

from sociable.markup.stretches import HOLE, Text, find_stretches
from sociable.markup.tree import read, write

_OPENING = re.compile(r'<sociable-hole kind="([^"]*)">')
_HOLE = re.compile(rf"{_OPENING.pattern}(.*?)</sociable-hole>", re.DOTALL)
_MOST_SIGNS = 20
_SIGNS_BEFORE = re.compile(r"[^\w\s<>&;]+\Z")
_SIGNS_AFTER = re.compile(r"[^\w\s<>&;]+")
_ANY_TAG = re.compile(r"</?sociable-hole\b[^>]*>")


@dataclass(frozen=True, slots=True)
class Filled:
    """A post with its holes filled as far as possible, and the kinds of those ``filled`` and those still ``open``.

    Open holes are still marked in ``html``.
    """

    html: str
    filled: tuple[str, ...] = ()
    open: tuple[str, ...] = ()


def hole(kind: str, fallback: str) -> str:
    """Return the mark for a hole; ``fallback`` (HTML) is what is shown if it stays open."""
    return f'<sociable-hole kind="{html.escape(kind).replace("[", "&#91;")}">{fallback}</sociable-hole>'


def kinds(marked: str) -> tuple[str, ...]:
    """Return the kinds of all holes in ``marked``, in order."""
    return tuple(html.unescape(kind) for kind in _OPENING.findall(marked)) if "<sociable-hole" in marked else ()


def close(marked: str) -> str:
    """Return ``marked`` with each hole replaced by its fallback."""
    return _ANY_TAG.sub("", marked) if "sociable-hole" in marked else marked


def fill(marked: str, shown: str) -> Filled:
    """Fill the holes of ``marked`` with what stands in their places in ``shown``, the same post as readers got it."""
    holes = list(_HOLE.finditer(marked)) if "<sociable-hole" in marked else []
    if not holes or not shown.strip():
        return Filled(marked, open=kinds(marked))
    numbers = count()
    numbered = _HOLE.sub(lambda _: f" {HOLE}{next(numbers)}{HOLE} ", marked)
    found = find_stretches(Text(read(numbered)), Text(read(shown)), len(holes))
    out: list[str] = []
    done = 0
    is_filled: list[bool] = []
    for mark, stretch in zip(holes, found, strict=True):
        filling = None if stretch is None else _without_neighbours(write(stretch), marked, mark)
        is_filled.append(filling is not None and (bool(filling) or _may_be_empty(mark)))
        out += (marked[done : mark.start()], (filling or "") if is_filled[-1] else mark[0])
        done = mark.end()
    named = [(html.unescape(mark[1]), whole) for mark, whole in zip(holes, is_filled, strict=True)]
    return Filled(
        "".join((*out, marked[done:])),
        tuple(kind for kind, whole in named if whole),
        tuple(kind for kind, whole in named if not whole),
    )


def _without_neighbours(filling: str, marked: str, mark: re.Match[str]) -> str:
    """Leave out of a filling the signs that stand beside the hole already, as in ``one [hole], two``."""
    start, end = max(0, mark.start() - _MOST_SIGNS), mark.end() + _MOST_SIGNS
    before, after = _SIGNS_BEFORE.search(marked[start : mark.start()]), _SIGNS_AFTER.match(marked[mark.end() : end])
    return filling.removeprefix(before[0] if before else "").removesuffix(after[0] if after else "")


def notes(open_kinds: Iterable[str]) -> tuple[str, ...]:
    """Say what is missing where holes stay open, each kind once."""
    said = Counter(filter(None, map(_said, open_kinds)))
    return tuple(what + (f" ({times} times)" if times > 1 else "") for what, times in said.items())


def _said(kind: str) -> str:
    what, _, name = kind.partition(" ")
    if what == "block":
        return f"dynamic block wp:{name.removeprefix('core/')}"
    if what == "gallery":
        return f"pictures of a gallery that are not in the source: {name}"
    if what == "embed":
        return f"embedded from elsewhere, of which only the address is known: {name}"
    return f"unknown shortcode [{name}]" if what == "shortcode" else ""


def _may_be_empty(mark: re.Match[str]) -> bool:
    """Say whether nothing may stand in the place of a hole: an address that somebody wrote is never dropped."""
    return not mark[1].startswith("embed ")
