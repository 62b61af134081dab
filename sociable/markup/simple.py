"""Paragraphs and headings of the simplest kind, converted as strings: most of what any blog holds.

Simple is a ``<p>`` or a heading at the top of a text, without attributes, that holds words, links that are nothing but
an address, ``<em>``, ``<strong>`` and line breaks, none in another, white space as WordPress writes it. For such a
block no tree has to be built: its HTML says all that an inventory holds, and what its Markdown must render to is
known to the letter. :func:`cut` finds these blocks and leaves the rest, whole elements, to
:mod:`sociable.markup.to_markdown`, which comes to the same for every block, simple or not.

Not handled, so that nothing is cut at all: HTML whose tags do not fit, which a parser would mend beyond the block;
raw text such as scripts; ids in more than one of the other parts, which must be told apart.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass

from sociable.markup import escape, urls
from sociable.markup.compare import Inventory
from sociable.markup.markdown_blocks import Inexpressible, markdown
from sociable.markup.tree import VOID, Element, Node

_UNUSUAL = (  # control characters, spaces other than the usual one, marks of direction, what is no character
    "\x00-\x1f\x7f-\xa0\u1680\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\ud800-\udfff\ufdd0-\ufdef\ufeff\ufffe\uffff"
)
_TEXT = rf"[^<> {_UNUSUAL}]++(?: [^<> {_UNUSUAL}]++)*+"
_STRETCH = rf'<em>{_TEXT}</em>|<strong>{_TEXT}</strong>|<a href="[^"<> {_UNUSUAL}]++">{_TEXT}</a>'
_BLOCK = re.compile(rf"<(p|h[2-6])>((?: ?(?:{_TEXT}|{_STRETCH})|<br />\n(?=[^ ]))++)</\1>\s*+")
_PLAIN = rf"(?:[^<>&\"\\\\`*\[\]~_!{_UNUSUAL}]++|&#(?:8\d{{3}}|215);|!(?= ))++"
_IN_WORDS = rf"(?=[^\W_]){_PLAIN}(?<=[^\W_])"
_PLAIN_PIECE = (
    rf"{_PLAIN}|(?<!</em>)(?<!</strong>)<(?:em>{_IN_WORDS}</em|strong>{_IN_WORDS}</strong)>"
    rf'|<a href="http[^"<> {_UNUSUAL}]++">(?! ){_PLAIN}(?<! )</a>|(?<! )<br />\n(?! |</|<br)'
)
_PLAIN_BLOCK = re.compile(rf"<(p|h[2-6])>(?! |<br)((?:{_PLAIN_PIECE})++)(?<! )</\1>\s*+")
"""A block in which Markdown could take nothing for a sign, and whose emphasised stretches begin and end in a word."""
_LINK = re.compile(r'<a href="([^"]+)">([^<]+)</a>')
_STRESSED = re.compile(r"<(em|strong)>([^<]+)<")
_ANY_TAG = re.compile(r"<[^>]*>")
_SIGNS = (("<em>", "*"), ("</em>", "*"), ("<strong>", "**"), ("</strong>", "**"), ("<br />", "\\"))
_PIECE = re.compile(r'<br />\n|<(em|strong)>([^<]+)</(?:em|strong)>|<a href="([^"]+)">([^<]+)</a>|([^<]+)')
_TAG = re.compile(r"<(/?)([a-z][a-z0-9-]*)(?: [^<>]*)?/?>")
_AMPERSAND = re.compile(r"&[^\s&;]{0,8};?")
_REFERENCES = {
    reference: html.unescape(reference)
    for reference in "&#8211; &#8212; &#8216; &#8217; &#8220; &#8221; &#8230; &#8242; &#8243; &#215; &#038; &#039;"
    " &amp; &lt; &gt; &quot;".split()
}
"""The character references that WordPress writes, and no others."""
_TYPOGRAPHY = re.compile("&#(?:8[0-9]{3}|215);")
_WITH_ID = re.compile(r"\s(?:(?:id|name)\s*=|href\s*=\s*[\"']?\s*#)", re.IGNORECASE)
_RAW = frozenset(
    "script style textarea title iframe noscript xmp noembed noframes plaintext template svg math html head body"
    " frameset select".split()
)
"""Elements whose content is no HTML, or that move about what stands around them."""


@dataclass(slots=True)
class Simple:
    """A simple block: its Markdown, the HTML that this must render to, and what it holds."""

    markdown: str
    rendered: str
    holds: Inventory


def cut(source: str) -> list[Simple | str] | None:
    """Return ``source`` as its simple blocks and, between them, the HTML of others; ``None`` where it can't be cut."""
    parts: list[Simple | str] = []
    at = other = len(source) - len(source.lstrip())
    end = len(source)
    while at < end:
        found = _PLAIN_BLOCK.match(source, at)
        block = _plain(found[1], found[2]) if found else None
        if block is None:
            found = _BLOCK.match(source, at)
            block = _simple(found[1], found[2]) if found else None
        if found and block:
            if source[other:at].strip():
                parts.append(source[other:at])
            parts.append(block)
            at = other = found.end()
        else:
            at = found.end() if found else _end_of_element(source, at)
            if not at:
                return None
    if source[other:].strip():
        parts.append(source[other:])
    with_id = [part for part in parts if isinstance(part, str) and _WITH_ID.search(part)]
    return parts if len(with_id) < 2 else None


def _end_of_element(source: str, at: int) -> int:
    """Where the element that begins at ``at`` ends, with white space after it; 0 if its tags do not fit."""
    opened: list[str] = []
    while True:
        tag = _TAG.match(source, at)
        if tag is None:
            return 0
        closing, name = tag.groups()
        if name in _RAW:
            return 0
        if closing:
            if not opened or opened.pop() != name:
                return 0
        elif name not in VOID:
            opened.append(name)
        at = tag.end()
        if not opened:
            break
        at = source.find("<", at)
        if at < 0:
            return 0
    while source[at : at + 1].isspace():
        at += 1
    return at


def _plain(name: str, inner: str) -> Simple | None:
    """As :func:`_simple`, for a block where nothing has to be escaped; ``None`` if on a closer look something has."""
    if "  " in inner:
        return None
    if "&#" in inner:
        inner = _TYPOGRAPHY.sub(_sign, inner)
    links: list[str] = []
    text = shown = inner
    if "<a " in inner:
        pieces = _LINK.split(inner)
        written = pieces.copy()
        for at in range(1, len(pieces), 3):
            url = _unescaped(pieces[at]) if "&" in pieces[at] else pieces[at]
            if url is None or urls.clean(url) != url:
                return None
            links.append(f"{pieces[at + 1]} → {url}")
            written[at : at + 2] = "[", f"{pieces[at + 1]}]({escape.destination(url)})"
            pieces[at : at + 2] = f'<a href="{url.replace("&", "&amp;")}">', f"{pieces[at + 1]}</a>"
        text, shown = "".join(written), "".join(pieces)
    stressed: list[str] = []
    words = shown
    if "<" in shown:
        stressed = [f"{sign} {stretch}" for sign, stretch in _STRESSED.findall(shown)]
        for tag, sign in _SIGNS:
            text = text.replace(tag, sign)
        words = _ANY_TAG.sub("", shown)
    if "&" in words:
        return None
    holds = Inventory(words.split(), links, [], [], [], [], [], stressed, [])
    if name == "p":
        return Simple(escape.line_starts(text), f"<p>{shown}</p>", holds)
    if "\n" in text or text.endswith("#"):
        return None
    holds.headings.append(f"{name} {' '.join(holds.words)}")
    return Simple(f"{'#' * int(name[1])} {text}", f"<{name}>{shown}</{name}>", holds)


def _sign(reference: re.Match[str]) -> str:
    return _REFERENCES.get(reference[0], reference[0])


def _simple(name: str, inner: str) -> Simple | None:
    """Return the block ``name`` that holds ``inner``; ``None`` if on a closer look it is not that simple."""
    holds = Inventory()
    nodes: list[Node] = []
    shown: list[str] = []
    said: list[str] = []
    for sign, stressed, address, linked, plain in _PIECE.findall(inner):
        written = stressed or linked or plain
        text = _unescaped(written) if "&" in written else written
        if text is None:
            return None
        said.append(text or "\n")
        escaped = html.escape(text, quote=False).replace('"', "&quot;")
        if sign:
            nodes.append(Element(sign, {}, [text]))
            shown.append(f"<{sign}>{escaped}</{sign}>")
            holds.emphasis.append(f"{sign} {text}")
        elif address:
            url = _unescaped(address)
            if url is None or urls.clean(url) != url or not url.startswith("http"):
                return None
            nodes.append(Element("a", {"href": url}, [text]))
            shown.append(f'<a href="{url.replace("&", "&amp;")}">{escaped}</a>')
            holds.links.append(f"{text} → {url}")
        elif text:
            nodes.append(text)
            shown.append(escaped)
        else:
            nodes.append(Element("br"))
            shown.append("<br />\n")
    whole = "".join(said)
    if whole != whole.strip():
        return None
    holds.words = whole.split()
    if name != "p":
        holds.headings.append(f"{name} {' '.join(holds.words)}")
    try:
        return Simple(markdown(Element(name, {}, nodes)), f"<{name}>{''.join(shown)}</{name}>", holds)
    except Inexpressible:
        return None


def _unescaped(text: str) -> str | None:
    """The characters that ``text`` stands for; ``None`` where it has references other than WordPress's."""
    for written in set(_AMPERSAND.findall(text)):
        character = _REFERENCES.get(written)
        if character is None:
            return None
        if character != "&":
            text = text.replace(written, character)
    return text.replace("&#038;", "&amp;").replace("&amp;", "&")
