"""A text as stored becomes Markdown, with the proof that the Markdown says what the old blog showed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields

from sociable.importing.report import Kept, Proof
from sociable.markup.compare import Inventory, inventory
from sociable.markup.render import render as render_markdown
from sociable.markup.sanitise import sanitise
from sociable.markup.to_markdown import convert
from sociable.markup.wordpress import Surroundings, render, render_comment


@dataclass(frozen=True, slots=True)
class Body:
    """A text as kept. ``files`` are the addresses of the images, sounds and files in it; ``notes`` what to look at."""

    markdown: str
    proof: Proof
    notes: tuple[str, ...] = ()
    files: tuple[str, ...] = ()


def of_post(stored: str, surroundings: Surroundings) -> Body:
    """Convert the body of a post or page."""
    shown = render(stored, surroundings)
    return _converted(shown.html, shown.notes)


def of_comment(stored: str) -> Body:
    """Convert the text of a comment."""
    return _converted(render_comment(stored), ())


def _converted(html: str, notes: tuple[str, ...]) -> Body:
    conversion = convert(html)
    source = inventory(html)
    proof = Proof(
        kept=tuple(_kept(source, inventory(render_markdown(conversion.markdown)))),
        as_html=conversion.kept_as_html,
        losses=tuple(str(difference) for difference in conversion.differences),
    )
    return Body(conversion.markdown, proof, notes, ())


def _kept(source: Inventory, result: Inventory) -> Iterable[Kept]:
    """How many of each thing in the source came back."""
    for each in fields(Inventory):
        wanted, found = Counter(getattr(source, each.name)), Counter(getattr(result, each.name))
        if wanted:
            yield Kept(each.name, (wanted & found).total(), wanted.total())
