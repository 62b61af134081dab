"""What two forms of one text have in common: its letters, whatever WordPress made of it on its way to the reader.

WordPress's rendering adds markup, curly quotes, dashes, links and faces to what it stores, but takes away no letter:
so of an export's text and of a page's the letters are the same.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections import Counter

from sociable.markup.smilies import convert_smilies

_UNSEEN = re.compile(r"<!--.*?-->|<(script|style)\b.*?</\1>", re.DOTALL | re.IGNORECASE)
_TAG = re.compile(r"</?[a-z][^>]*>", re.IGNORECASE)
_BLOCK = re.compile(
    r"</?(?:p|div|br|li|ul|ol|dl|dt|dd|h[1-6]|blockquote|pre|table|tr|t[dh]|figure|figcaption|hr)\b[^>]*>",
    re.IGNORECASE,
)
_NOT_LETTERS = re.compile(r"[\W_]+")
_WORD = re.compile(r"[^\W_]{2,}")
_APOSTROPHE = re.compile(r"(?<=\w)['’‘´′](?=\w)")
_SHORTCODE = re.compile(r"\[/?\w[^\]\n]*\]")
_ADDRESS = re.compile(r"https?://[^\s<>\"]+")


def letters(text: str) -> str:
    """Return the letters and digits of a text, HTML or not, without case, markup, faces and what parts them."""
    if "<" in text:
        text = _TAG.sub("", _BLOCK.sub("\n", _UNSEEN.sub("", text)))
    if "&" in text:
        text = html.unescape(text)
    plain = unicodedata.normalize("NFKC", convert_smilies(text)).replace("\u00d7", "x")
    return _NOT_LETTERS.sub("", plain).casefold()


def words(text: str) -> Counter[str]:
    """Count the words of a post's text, stored or shown: those of two letters and more, and of no address."""
    seen = _TAG.sub("", _BLOCK.sub(" ", _UNSEEN.sub("", text)))
    plain = unicodedata.normalize("NFKC", html.unescape(_ADDRESS.sub(" ", _SHORTCODE.sub(" ", seen))))
    return Counter(_WORD.findall(_APOSTROPHE.sub("", plain).casefold()))
