"""Bounds on hostile HTML, so that an HTML5 parser needs time linear in its length.

A parser looks through all open elements at each tag, joins each character reference to the text before it, and
compares each attribute with those before it: quadratic on 60,000 nested elements, a megabyte of ``&`` or a tag with
100,000 attributes. No page that a person wrote comes near the bounds, and below a certain length nothing is checked.

What is lost beyond the bounds: tags (never text) that are nested deeper than ``DEEPEST``, or that open more than
``MOST_FORMATTING`` formatting elements without closing them, since a parser opens all of these again in each
paragraph; attributes beyond a tag's first ``MOST_ATTRIBUTES``.
"""

from __future__ import annotations

import re

UNCHECKED = 20_000  # characters: the worst case takes some 20 ms
DEEPEST = 500
MOST_FORMATTING = 20  # in HTML of up to 50,000 characters; in longer, in proportion less
MOST_ATTRIBUTES = 200
LONGEST_TAG = 4_000  # characters; longer ones are searched for attributes
REFERENCES_A_TEXT = 2_000

_TAG = re.compile(r"<(?P<closing>/?)(?P<name>[A-Za-z][^\s/>]*)[^>]*>")
_TAG_START = re.compile(r"<[A-Za-z/!?]")
_TEXT = re.compile(r">[^<]{2000,}")
_FORMATTING = frozenset("b big code em font i s small strike strong tt u".split())
_REFERENCES = re.compile(f"(?:[^&]*&){{{REFERENCES_A_TEXT}}}")
_ATTRIBUTE = r"[\s/]+[^\s=>/]+(?:\s*=\s*(?:\"[^\"]*\"|'[^']*'|[^\s>\"']+))?"
_ATTRIBUTES = re.compile(rf"<[A-Za-z][^\s/>]*(?:{_ATTRIBUTE}){{0,{MOST_ATTRIBUTES}}}")

# These never hold what follows them open: they have no end tag, or the next of their kind ends them.
_NOT_NESTING = frozenset(
    "area base br col embed hr img input link meta param source track wbr p option optgroup rt rp li dt dd td th tr"
    " thead tbody tfoot caption colgroup script style textarea title".split()
)


def bounded(html: str) -> str:
    """Return ``html``, without what would keep a parser busy for ever."""
    if len(html) <= UNCHECKED:
        return html
    last_tag_end = html.rfind(">") + 1
    unfinished = _TAG_START.search(html, last_tag_end)  # a tag that never ends is no tag to a parser either
    html = html if unfinished is None else html[: unfinished.start()]
    html = _level(_TAG.sub(_shorten, html))
    return _TEXT.sub(_split_text, f">{html}")[1:]


def _shorten(tag: re.Match[str]) -> str:
    if len(tag[0]) < LONGEST_TAG or tag["closing"]:
        return tag[0]
    attributes = _ATTRIBUTES.match(tag[0])
    assert attributes is not None  # it may match the tag's name alone
    return f"{attributes[0]}>"


def _level(html: str) -> str:
    """Leave out the tags of elements inside too many others."""
    most = {True: max(4, min(MOST_FORMATTING, 1_000_000 // (len(html) + 1))), False: DEEPEST}
    room = dict(most)
    left_out = {True: 0, False: 0}

    def keep(tag: re.Match[str]) -> str:
        name = tag["name"].lower()
        if name in _NOT_NESTING:
            return tag[0]
        kind = name in _FORMATTING
        if not tag["closing"]:
            if not room[kind]:
                left_out[kind] += 1
                return ""
            room[kind] -= 1
        elif left_out[kind]:
            left_out[kind] -= 1
            return ""
        else:
            room[kind] = min(room[kind] + 1, most[kind])
        return tag[0]

    return _TAG.sub(keep, html)


def _split_text(text: re.Match[str]) -> str:
    """Put an empty comment after so many character references: a parser then begins a new text."""
    if text[0].count("&") < REFERENCES_A_TEXT:
        return text[0]
    return _REFERENCES.sub(lambda part: part[0][:-1] + "<!---->&", text[0])
