"""What readers saw and an allow-list of elements cannot hold, said in elements that it holds.

Formulas in MathML (https://www.w3.org/TR/MathML3/) become their text: the source in TeX if it is given, or else the
signs in their order. A picture that is the background of a block of text, as WordPress's cover blocks were until 2020
and still are when they do not scroll, becomes a picture in that block.

Not handled: the lay-out of a formula; backgrounds that a style sheet gives.
"""

from __future__ import annotations

import html
import re

from sociable.markup.elements import replaced

_FORMULA = "math"
_NO_SIGNS = ("annotation", "annotation-xml", "script", "style")
_SOURCE = re.compile(r"<annotation\b[^<>]{0,200}tex[^<>]{0,200}>([^<]*)</annotation", re.IGNORECASE)
_ALTERNATIVE = re.compile(r"""\salttext=(?:"([^"]*)"|'([^']*)')""", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]*>")
_STYLED = re.compile(r"<(?:div|section|figure|header)\b[^>]*?\sstyle=(?:\"([^\">]*)\"|'([^'>]*)')[^>]*>", re.IGNORECASE)
_BACKGROUND = re.compile(r"\s*background(?:-image)?\s*:", re.IGNORECASE)
_ADDRESS = re.compile(r"url\(\s*['\"]?(https?:[^'\")\s]+)", re.IGNORECASE)


def legible(text: str) -> str:
    """Return ``text`` (HTML) with its formulas as text and its backgrounds as pictures."""
    text = replaced(text, (_FORMULA,), _formula)
    if "url(" not in text:
        return text
    end = text.rfind(">") + 1  # no tag ends behind it
    return _STYLED.sub(_with_picture, text[:end]) + text[end:]


def _formula(element: str) -> str:
    source = _SOURCE.search(element)
    if source is not None:
        return source[1].strip()
    tag, _, content = element.partition(">")
    signs = " ".join(_TAG.sub("", replaced(content, _NO_SIGNS, lambda _: "")).split())
    alternative = _ALTERNATIVE.search(tag)
    return signs or (alternative[1] or alternative[2] if alternative else "")


def _with_picture(found: re.Match[str]) -> str:
    declarations = filter(_BACKGROUND.match, html.unescape(found[1] or found[2] or "").split(";"))
    address = next(filter(None, map(_ADDRESS.search, declarations)), None)
    return f'{found[0]}<img src="{html.escape(address[1])}" alt="">' if address else found[0]
