"""Where an element ends in HTML that is not parsed: by its tags alone, in texts whose tags are known to be plain.

For those who take the blocks of a text apart to treat the known ones quickly. What is not balanced, or holds what is
no HTML, has no end here: a parser would mend it, and so has to see all of it.
"""

from __future__ import annotations

import re

from sociable.markup.tree import VOID

RAW = frozenset(
    "script style textarea title iframe noscript xmp noembed noframes plaintext template svg math html head body"
    " frameset select".split()
)
"""Elements whose content is no HTML, or that move about what stands around them."""


def end_of_element(html: str, at: int, tag: re.Pattern[str]) -> int:
    """Where the element that begins at ``at`` ends; 0 if its tags do not fit.

    ``tag`` is what a tag looks like; its groups are the stroke of one that closes, if any, and the name.
    """
    opened: list[str] = []
    while True:
        found = tag.match(html, at)
        if found is None:
            return 0
        closing, name = found.groups()
        if name in RAW:
            return 0
        if closing:
            if not opened or opened.pop() != name:
                return 0
        elif name not in VOID:
            opened.append(name)
        at = found.end()
        if not opened:
            return at
        at = html.find("<", at)
        if at < 0:
            return 0
