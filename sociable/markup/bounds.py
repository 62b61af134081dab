"""Bounds on hostile HTML, so that an HTML5 parser needs time linear in its length.

A parser looks through all open elements at each tag, joins each character reference to the text before it, and
compares each attribute with those before it: quadratic on 60,000 nested elements, a megabyte of ``&`` or a tag with
100,000 attributes. No page that a person wrote comes near the bounds, and below a certain length nothing is checked.

What is lost beyond the bounds: tags (never text) that are nested deeper than ``DEEPEST``; attributes beyond a tag's
first ``MOST_ATTRIBUTES``.
"""

from __future__ import annotations

import re

UNCHECKED = 20_000  # characters: the worst case takes some 20 ms
DEEPEST = 500
MOST_ATTRIBUTES = 200
LONGEST_TAG = 4_000  # characters; longer ones are searched for attributes
REFERENCES_A_TEXT = 2_000

_TAG = re.compile(r"<(?P<closing>/?)(?P<name>[A-Za-z][^\s/>]*)[^>]*>")
_TEXT = re.compile(r">[^<]{2000,}")
_REFERENCES = re.compile(f"(?:[^&]*&){{{REFERENCES_A_TEXT}}}")
_ATTRIBUTES = re.compile(rf"<[A-Za-z][^\s/>]*(?:[\s/]+[^\s=>/]+(?:\s*=\s*(?:\"[^\"]*\"|'[^']*'|[^\s>\"']+))?){{0,{MOST_ATTRIBUTES}}}")

# These never hold what follows them open: they have no end tag, or the next of their kind ends them.
_NOT_NESTING = frozenset(
    "area base br col embed hr img input link meta param source track wbr p option optgroup rt rp"
    " script style textarea title".split()
)


def bounded(html: str) -> str:
    """Return ``html``, without what would keep a parser busy for ever."""
    if len(html) <= UNCHECKED:
        return html
    html = _TAG.sub(_shorten, html)
    html = _level(html)
    return _TEXT.sub(_split_text, f">{html}")[1:]


def _shorten(tag: re.Match[str]) -> str:
    if len(tag[0]) < LONGEST_TAG or tag["closing"]:
        return tag[0]
    attributes = _ATTRIBUTES.match(tag[0])
    assert attributes is not None  # it may match the tag's name alone
    return f"{attributes[0]}>"


def _level(html: str) -> str:
    """Leave out the tags of elements inside more than ``DEEPEST`` others."""
    depth = 0
    beyond = 0

    def keep(tag: re.Match[str]) -> str:
        nonlocal depth, beyond
        if tag["name"].lower() in _NOT_NESTING:
            return tag[0]
        if not tag["closing"]:
            if depth == DEEPEST:
                beyond += 1
                return ""
            depth += 1
        elif beyond:
            beyond -= 1
            return ""
        else:
            depth = max(0, depth - 1)
        return tag[0]

    return _TAG.sub(keep, html)


def _split_text(text: re.Match[str]) -> str:
    """Put an empty comment after so many character references: a parser then begins a new text."""
    if text[0].count("&") < REFERENCES_A_TEXT:
        return text[0]
    return _REFERENCES.sub(lambda part: part[0][:-1] + "<!---->&", text[0])
