"""Whole elements in HTML that no parser has read yet, found by their tags in linear time.

An element goes from its tag to the first closing tag of its name, as parsers read scripts; one that is never closed
is left as it is. A pattern like ``<script.*?</script>`` would look for each missing closing tag through all the rest.

Not handled: elements that hold others of the same name.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache


def replaced(text: str, names: tuple[str, ...], by: Callable[[str], str]) -> str:
    """Return ``text`` with each element of one of ``names`` replaced by what ``by`` returns for its HTML."""
    opening, closing = _tags(names)
    out: list[str] = []
    done = 0
    unclosed: set[str] = set()
    for start in opening.finditer(text):
        name = start[1].lower()
        if start.start() < done or name in unclosed:
            continue
        end = closing[name].search(text, start.end())
        if end is None:
            unclosed.add(name)
            continue
        out += (text[done : start.start()], by(text[start.start() : end.end()]))
        done = end.end()
    return "".join((*out, text[done:])) if out else text


@lru_cache(maxsize=16)
def _tags(names: tuple[str, ...]) -> tuple[re.Pattern[str], dict[str, re.Pattern[str]]]:
    opening = re.compile(rf"<({'|'.join(map(re.escape, names))})(?=[\s/>])", re.IGNORECASE)
    return opening, {name: re.compile(rf"</{re.escape(name)}\s*>", re.IGNORECASE) for name in names}
