"""Text as Markdown that shows the same text: what looks like markup is escaped, and no more than that.

Specification: https://spec.commonmark.org/0.31.2/ with GFM's tables and strikethrough. Escapes are backslashes,
which no reader sees.
"""

from __future__ import annotations

import re

# A backslash, backtick, star, bracket or tilde may always mean something; an underscore not inside a word; a less-than
# sign only before what may begin a tag; an ampersand only if a character reference could end; an exclamation mark
# only where an image could follow.
_SPECIAL = re.compile(
    r"[\\`*\[~]|_(?![^\W_])|(?<![^\W_])_|<(?=[A-Za-z/!?]|\Z)|&(?=#?[A-Za-z0-9]{1,40}(?:;|\Z)|#?\Z)|!\Z"
)
_SPECIAL_IN_LINK = re.compile(_SPECIAL.pattern + r"|\]")
_MAY_BE_SPECIAL = re.compile(r"[\\`*\[\]~_<&!]")
"""What every match of the two above begins with: most texts have none of it, which is soon seen."""
_LINE_START = re.compile(
    r"^(?:(?P<number>\d{1,9})(?=[.)](?:\s|$))|(?=#{1,6}(?:\s|$)|>|[-+](?:[\s|:-]|$)|=|\||:[\s-]))", re.MULTILINE
)
_REFERENCE = re.compile(r"&(?=#?[A-Za-z0-9]{1,40};)")
_PLAIN_DESTINATION = re.compile(r"[^\s()<>\\]+")


def text(content: str, *, in_link: bool = False) -> str:
    """Escape ``content``, which stands inside a line."""
    if _MAY_BE_SPECIAL.search(content) is None:
        return content
    return (_SPECIAL_IN_LINK if in_link else _SPECIAL).sub(_escape, content)


def line_starts(paragraph: str) -> str:
    """Escape what would begin a heading, list, quotation, rule or table at the start of a line."""
    if "\n" not in paragraph and _LINE_START.match(paragraph) is None:
        return paragraph
    return _LINE_START.sub(lambda start: f"{start['number'] or ''}\\", paragraph)


def exact(content: str) -> str:
    """Escape ``content`` whose white space counts, so that it may stand in the lines of a paragraph."""
    shown = text(content)
    for character, reference in (("\n", "&#10;"), ("\t", "&#9;"), ("  ", " &#32;")):
        shown = shown.replace(character, reference)
    return shown


def destination(url: str) -> str:
    """Return the destination of a link: a cleaned address."""
    url = _REFERENCE.sub("&amp;", url)
    return url if _PLAIN_DESTINATION.fullmatch(url) else f"<{url}>"


def title(content: str) -> str:
    """Return what follows a link's destination: a space and the title in quotes, or nothing."""
    if not content:
        return ""
    shown = content.replace("\\", "\\\\").replace('"', '\\"')
    return f' "{_REFERENCE.sub("&amp;", shown)}"'


def _escape(match: re.Match[str]) -> str:
    return f"\\{match[0]}"
