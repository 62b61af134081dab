"""What a listing says of a post: its own summary, else its opening words."""

from __future__ import annotations

import html as html_entities
import re

from sociable.model import Post

LENGTH = 200
"""Characters of a post's opening that stand for a summary it does not have; about two lines of a listing."""

_UNSAID = re.compile(r"<(?:figcaption|pre|h[1-6])\b.*?</(?:figcaption|pre|h[1-6])>", re.DOTALL)
_TAG = re.compile(r"<[^>]*>?")


def summary(post: Post, html: str) -> str:
    """The post's own summary, else the first words of its text, rendered as ``html``, cut at a word."""
    if post.excerpt:
        return _words(post.excerpt)
    text = _words(html[: 20 * LENGTH])
    if len(text) <= LENGTH:
        return text
    return text[:LENGTH].rsplit(" ", 1)[0].rstrip(",;:-–— ") + " …"


def _words(html: str) -> str:
    return " ".join(html_entities.unescape(_TAG.sub(" ", _UNSAID.sub(" ", html))).split())
