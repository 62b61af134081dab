"""Typographic quotes, dashes and ellipses, as typogrify sets them, without asking for what needs none.

SmartyPants looks at every stretch of text between two tags some twenty times. What it makes of a quotation mark
depends on the word that it stands in and on the white space around, so a word is asked about once, and ``don't`` is
remembered; a stretch without anything to set is left alone.
"""

from __future__ import annotations

import re
from functools import lru_cache

import smartypants
from typogrify.filters import process_ignores, widont

_TAG = re.compile(r"(<[^>]*>)")
_SKIPPED = re.compile(rf"<!--|</?(?:{'|'.join(smartypants.tags_to_skip)})", re.IGNORECASE)
"""A comment, or an element that SmartyPants leaves alone."""
_SIGNS = re.compile(r"""\\|--|\.\.\.|\. \. \.|``|''""")
"""What SmartyPants sets beside single quotation marks."""
_WORD = re.compile(r"""(?:^|(?<=[ \t\r\n]))[^ \t\r\n"']*+["'][^ \t\r\n]*+""")


def typography(html: str) -> str:
    """Curl quotes, join dashes and keep a paragraph's last two words together, outside code."""
    return "".join(widont(_set(part)) if touchable else part for part, touchable in process_ignores(html))


def _set(html: str) -> str:
    """As :func:`smartypants.smartypants`."""
    if _SKIPPED.search(html):
        return str(smartypants.smartypants(html))
    parts = _TAG.split(html)
    before = ""
    for at in range(0, len(parts), 2):
        text = parts[at]
        if "'" in text or '"' in text or _SIGNS.search(text):
            parts[at] = _text(text, before)
        before = text[-1:] or before
    return "".join(parts)


def _text(text: str, before: str) -> str:
    """A stretch of text; ``before`` is the last character of the one before it."""
    if text in ("'", '"'):
        is_after = before and not before.isspace()
        return {"'": "&#8217;" if is_after else "&#8216;", '"': "&#8221;" if is_after else "&#8220;"}[text]
    if _SIGNS.search(text):
        return str(smartypants.smartypants(text))
    return _WORD.sub(lambda word: _word(word, text), text)


def _word(word: re.Match[str], text: str) -> str:
    """A word with quotation marks, as it is set between the white space around it."""
    start, end = word.span()
    lead, tail = text[max(start - 1, 0) : start], text[end : end + 1]
    curled = _curled(lead + word[0] + tail)
    return curled[len(lead) : len(curled) - len(tail)]


@lru_cache(maxsize=8192)
def _curled(text: str) -> str:
    return str(smartypants.convert_quotes(text))
