"""What the sanitiser makes of HTML as the Markdown engine writes it, most of it known without asking.

Nearly all that an archive shows are paragraphs, headings, short lists and quotations of words, with emphasis and
links to the web. Of such a block the sanitiser's answer is known to the letter: the block itself, but for the way in
which quotation marks and line breaks are written. So :func:`sanitised` takes blocks of this form, which holds nothing
that could do harm, as they are; runs of others between them, whole elements, go to the sanitiser as ever.

Not handled, so that the sanitiser gets all: HTML that is long enough to be bounded; elements that do not fit, which a
parser would mend beyond the run; ids in more than one run, which must be told apart; slips that are looked for in all
of a text.
"""

from __future__ import annotations

import re
from functools import cache

from sociable.markup.balanced import end_of_element
from sociable.markup.bounds import UNCHECKED
from sociable.markup.sanitise import sanitise

_UNUSUAL = (  # control characters, spaces other than the usual one, marks of direction, what is no character
    "\x00-\x1f\x7f-\xa0\u1680\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\ud800-\udfff\ufdd0-\ufdef\ufeff\ufffe\uffff"
)
_TEXT = rf"(?:[^<>&{_UNUSUAL}]++|&(?:amp|lt|gt|quot);)++"
_IN_PATH = r"(?:[A-Za-z0-9/._~!$()*+,;=:@-]++|%[0-9A-Fa-f]{2}|&amp;"
_ADDRESS = (
    r"https?://[A-Za-z0-9-]++(?:\.[A-Za-z0-9-]++)++"
    rf"(?:[/?]{_IN_PATH}|\?)*+)?+(?:\#[A-Za-z0-9_.:-]*+)?+"
)


def _element(tag: str, content: str) -> str:
    """The form of an element with white space at neither edge of its content."""
    return rf"<{tag}>(?! ){content}(?<! )</{tag.partition(' ')[0]}>"


_CODE = _element("code", _TEXT)
_STRESSED = "|".join(_element(tag, f"(?:{_TEXT}|{_CODE})++") for tag in ("em", "strong"))
_LINK = _element(f'a href="{_ADDRESS}"', f"(?:{_TEXT}|{_CODE}|{_STRESSED})++")
_STRETCH = "|".join(_element(tag, f"(?:{_TEXT}|{_CODE}|{_LINK}|{_STRESSED})++") for tag in ("em", "strong"))
_WORDS = rf"(?!<br)(?:{_TEXT}|{_CODE}|{_LINK}|{_STRETCH}|(?<! )<br />\n(?! |<br|</))++"
_PARAGRAPH = _element("p", _WORDS)
_ITEM = _element("li", _WORDS)
_BLOCKS = (
    rf"(?:(?:{_PARAGRAPH}|{'|'.join(_element(f'h{level}', _WORDS) for level in range(1, 7))}"
    rf"|<ul>\n(?:{_ITEM}\n)++</ul>|<ol>\n(?:{_ITEM}\n)++</ol>"
    rf"|<blockquote>\n(?:{_PARAGRAPH}\n)++</blockquote>|<hr />)\n)++"
)

_TAG = re.compile(r'<(/)?([a-z][a-z0-9-]*)(?(1)|(?: [a-z][a-z-]*="[^"<>]*")*) ?/?>')
_WITH_ID = re.compile(r' (?:id|name)="| href="\s*#')
_SLIP = re.compile(r"""://(?:#|(?<!["'=\s>(]http://)(?<!["'=\s>(]https://))""")
"""An address that the sanitiser may look at twice (``sociable.markup.tree``): without a host, or an odd scheme."""


def sanitised(html: str) -> str:
    """Return what :func:`~sociable.markup.sanitise.sanitise` makes of ``html``, which the Markdown engine wrote."""
    parts = _cut(html)
    if parts is None:
        return sanitise(html)
    shown = [_as_shown(part) if known else sanitise(part) for part, known in parts]
    if all(one.startswith("<") for one in shown if one):
        return "\n".join(filter(None, shown))
    return sanitise(html)  # where bare text stands among blocks, it matters what stands before


def _as_shown(blocks: str) -> str:
    shown = blocks[:-1]
    if "&quot;" in shown:
        shown = shown.replace("&quot;", '"')
    return shown.replace("<br />\n", "<br>").replace("<hr />", "<hr>") if " />" in shown else shown


@cache
def _blocks() -> re.Pattern[str]:
    """Compiled when it is asked for: that takes longer than all the rest of a build that has nothing to render."""
    return re.compile(_BLOCKS)


def _cut(html: str) -> list[tuple[str, bool]] | None:
    """The runs of ``html``, each with whether it holds known blocks only; ``None`` if it can't be cut."""
    if len(html) > UNCHECKED or _SLIP.search(html) or ("background" in html and "url(" in html):
        return None
    parts: list[tuple[str, bool]] = []
    blocks = _blocks()
    at = other = 0
    while at < len(html):
        found = blocks.match(html, at)
        if found is None or "  " in found[0]:
            at = _end_of_element(html, at)
            if not at:
                return None
            continue
        if at > other:
            parts.append((html[other:at], False))
        parts.append((found[0], True))
        at = other = found.end()
    if at > other:
        parts.append((html[other:at], False))
    others = [part for part, known in parts if not known]
    is_cut = len(others) < len(parts) and sum(1 for part in others if _WITH_ID.search(part)) < 2
    return parts if is_cut else None


def _end_of_element(html: str, at: int) -> int:
    """Where the element that begins at ``at`` ends, with the new lines after it; 0 if its tags do not fit."""
    at = end_of_element(html, at, _TAG)
    while at and html[at : at + 1] == "\n":
        at += 1
    return at
