"""A text as stored becomes Markdown, with the proof that the Markdown says what the old blog showed."""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from sociable.archive.media import is_kept
from sociable.importing.report import Kept, Proof
from sociable.markup import holes
from sociable.markup.compare import KINDS, Inventory
from sociable.markup.rewrite import candidates
from sociable.markup.to_markdown import convert
from sociable.markup.wordpress import Surroundings, render, render_comment
from sociable.model import BodyFormat

_ONLY_WORDS = re.compile(r"[^\W\d_]+(?:[.,?]? (?:[^\W\d_]+|\d+))*[.?]?")
"""A line in which neither WordPress nor HTML nor Markdown sees anything but words: on the short comments of a long
conversation, all that follows here would be most of the time that an import takes."""

_SET = re.compile(r'<img [^>]*srcset="([^"]*)"')

_ARROW = " → "
"""What stands between words and address in an inventory of links and images."""


@dataclass(frozen=True, slots=True)
class Body:
    """A text as kept; ``notes`` say what to look at.

    ``shown`` are the addresses of the pictures, sounds and films in it, in all their sizes, ``linked`` those that it
    links to; ``filled`` the kinds of holes that were filled, each with the place of the copy that filled it.
    """

    markdown: str
    proof: Proof
    notes: tuple[str, ...] = ()
    shown: tuple[str, ...] = ()
    linked: tuple[str, ...] = ()
    filled: tuple[tuple[str, int], ...] = ()


def of_post(
    stored: str, surroundings: Surroundings, stored_as: BodyFormat = "wordpress", shown: Sequence[str] = ()
) -> Body:
    """Convert the body of a post or page; what readers got already is not rendered a second time.

    ``shown`` is the HTML of the same post as readers got it, where other sources have it, the best first: it fills the
    holes that only the running site could fill.
    """
    if stored_as == "html":
        return _converted(stored, ())
    html, filled = render(stored, surroundings).html, dict[str, int]()
    for place, other in enumerate(shown):
        found = holes.fill(html, other)
        html = found.html
        filled |= {kind: place for kind in found.filled if kind not in filled}
    converted = _converted(holes.close(html), holes.notes(holes.kinds(html)))
    return replace(converted, filled=tuple(filled.items())) if filled else converted


def of_comment(stored: str, stored_as: BodyFormat = "wordpress") -> Body:
    """Convert the text of a comment. One that is nothing but words is Markdown already."""
    if stored_as == "html":
        return _converted(stored, ())
    if _ONLY_WORDS.fullmatch(stored) and "Wordpress" not in stored:
        words = stored.count(" ") + 1
        return Body(stored, Proof((Kept("words", words, words),)))
    return _converted(render_comment(stored), ())


def _converted(html: str, notes: tuple[str, ...]) -> Body:
    conversion = convert(html)
    held = conversion.shown
    shown = (*_addresses(held.images), *_sizes(conversion.markdown), *filter(_is_file, held.embeds))
    linked = tuple(_addresses(held.links))
    proof = Proof(
        kept=_kept(held, conversion.kept),
        as_html=conversion.kept_as_html,
        losses=tuple(map(str, conversion.differences)),
    )
    return Body(conversion.markdown, proof, notes, shown, linked)


def _kept(source: Inventory, result: Inventory) -> tuple[Kept, ...]:
    """How many of each kind of thing came back."""
    return tuple(
        Kept(kind, _in_both(wanted, getattr(result, kind)), len(wanted))
        for kind in KINDS
        if (wanted := getattr(source, kind))
    )


def _in_both(wanted: Sequence[str], found: Sequence[str]) -> int:
    """How many of ``wanted`` are in ``found``; nearly always all are, in the same order."""
    return len(wanted) if wanted == found else (Counter(wanted) & Counter(found)).total()


def _addresses(entries: Sequence[str]) -> Iterable[str]:
    return (entry.rpartition(_ARROW)[2] for entry in entries)


def _sizes(markdown: str) -> Iterable[str]:
    """The addresses of the other sizes of pictures; Markdown has no way to say them, so they stand in HTML."""
    sets = _SET.findall(markdown) if "srcset=" in markdown else ()
    return (address for held in sets for address, _ in candidates(html.unescape(held)))


def _is_file(address: str) -> bool:
    return is_kept(address.partition("#")[0].partition("?")[0])
