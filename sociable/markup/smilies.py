"""Smilies typed as text, shown as the emoji that WordPress shows.

Behaviour: https://developer.wordpress.org/reference/functions/convert_smilies/ (WordPress 6.1). A smiley counts
where white space or the end of a line stands on both sides; none counts inside code and the like.

Not handled: ``:mrgreen:``, for which WordPress has a picture of its own and no character; it stays as typed.
"""

from __future__ import annotations

import re

SMILIES = {
    **dict.fromkeys((":smile:", ":-)", ":)"), "\U0001f642"),
    **dict.fromkeys((":sad:", ":-(", ":("), "\U0001f641"),
    **dict.fromkeys((":wink:", ";-)", ";)"), "\U0001f609"),
    **dict.fromkeys((":grin:", ":-D", ":D"), "\U0001f600"),
    **dict.fromkeys((":razz:", ":-P", ":P"), "\U0001f61b"),
    **dict.fromkeys((":eek:", ":-o", ":o"), "\U0001f62e"),
    **dict.fromkeys((":mad:", ":-x", ":x"), "\U0001f621"),
    **dict.fromkeys((":shock:", "8-O", "8O"), "\U0001f62f"),
    **dict.fromkeys((":???:", ":-?", ":?"), "\U0001f615"),
    **dict.fromkeys((":neutral:", ":-|", ":|"), "\U0001f610"),
    **dict.fromkeys((":cool:", "8-)"), "\U0001f60e"),
    ":twisted:": "\U0001f608",
    ":evil:": "\U0001f47f",
    ":roll:": "\U0001f644",
    ":oops:": "\U0001f633",
    ":lol:": "\U0001f606",
    ":cry:": "\U0001f625",
    ":arrow:": "➡",
    ":idea:": "\U0001f4a1",
    ":!:": "❗",
    ":?:": "❓",
}

# The first character is looked for, then what stands before it, as a search for what may be anything is slow.
_REST = "|".join(re.escape(smiley[1:]) for smiley in sorted(SMILIES, key=len, reverse=True))
_SMILEY = re.compile(rf"[:;8](?:(?<=[\r\n\t \xa0].)|(?<=&nbsp;.)|(?<![\s\S].))(?:{_REST})(?=[\r\n\t \xa0]|&nbsp;|\Z)")
# For each first character alone, as it is found many times faster than one of several.
_LIKELY = tuple(re.compile(rf"{first}(?:{_REST})(?![^\s<&])") for first in ":;8")
_TAG = re.compile(r"(<[^>]*>)")
_LITERAL = re.compile(r"<(/?)(code|pre|style|script|textarea)\b")


def convert_smilies(html: str) -> str:
    """Return ``html`` with each smiley in its text as an emoji."""
    if not any(likely.search(html) for likely in _LIKELY):
        return html
    end = html.rfind(">") + 1  # no tag ends behind it, and to look for one again and again takes for ever
    pieces = _TAG.split(html[:end])
    pieces[-1] += html[end:]
    inside = ""
    for index, piece in enumerate(pieces):
        if index % 2:
            inside = _literal_after(piece, inside)
        elif piece and not inside:
            pieces[index] = _SMILEY.sub(lambda smiley: SMILIES.get(smiley[0], smiley[0]), piece)
    return "".join(pieces)


def _literal_after(tag: str, inside: str) -> str:
    """Return the name of the literal element that is open after ``tag``, or nothing."""
    match = _LITERAL.match(tag)
    if match is None:
        return inside
    if match[1]:
        return "" if match[2] == inside else inside
    return inside or match[2]
