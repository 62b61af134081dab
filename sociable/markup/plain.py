"""Simple blocks in which Markdown could take nothing for a sign of its own: written without a look at each piece.

A plain line is words, links and emphasised stretches without any of Markdown's signs; a paragraph, a heading, the one
paragraph of a quotation or an item of a list may be one. As it needs no escapes, it becomes Markdown by a few
replacements, and what this must render to is what it was, but for the references that WordPress wrote.

Not handled: lists in lists and quotations of several blocks; :mod:`sociable.markup.to_markdown` writes them all.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass

from sociable.markup import escape, urls
from sociable.markup.compare import Inventory

UNUSUAL = (  # control characters, spaces other than the usual one, marks of direction, what is no character
    "\x00-\x1f\x7f-\xa0\u1680\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\ud800-\udfff\ufdd0-\ufdef\ufeff\ufffe\uffff"
)
_PLAIN = rf"(?:[^<>&\"\\\\`*\[\]~_!{UNUSUAL}]++|&#(?:8\d{{3}}|215);|!(?= ))++"
_IN_WORDS = rf"(?=[^\W_]){_PLAIN}(?<=[^\W_])"
_PLAIN_PIECE = (
    rf"{_PLAIN}|(?<!</em>)(?<!</strong>)<(?:em>{_IN_WORDS}</em|strong>{_IN_WORDS}</strong)>"
    rf'|<a href="http[^"<> {UNUSUAL}]++">(?! ){_PLAIN}(?<! )</a>'
)
_PLAIN_LINE = rf"(?! )(?:{_PLAIN_PIECE})++(?<! )"
_PLAIN_LINES = rf"(?! |<br)(?:{_PLAIN_PIECE}|(?<! )<br />\n(?! |</|<br))++(?<! )"
_PLAIN_BLOCK = re.compile(rf"<(p|h[2-6])>({_PLAIN_LINES})</\1>\s*+")
"""A block in which Markdown could take nothing for a sign, and whose emphasised stretches begin and end in a word."""
_PLAIN_QUOTE = re.compile(rf'<blockquote(?: class="wp-block-quote")?>\s*+<p>({_PLAIN_LINES})</p>\s*+</blockquote>\s*+')
_PLAIN_LIST = re.compile(
    rf'<([uo]l)(?: class="wp-block-list")?>\s*+((?:<li>{_PLAIN_LINE}</li>\s*+)++)</\1>\s*+(?=<(?:p|h[2-6])>|\Z)'
)
"""A list without others in it, or directly behind it: two of them would have to be told apart."""
_LINK = re.compile(r'<a href="([^"]+)">([^<]+)</a>')
_STRESSED = re.compile(r"<(em|strong)>([^<]+)<")
_ITEM = re.compile("<li>(.*?)</li>")
_ANY_TAG = re.compile(r"<[^>]*>")
_SIGNS = (("<em>", "*"), ("</em>", "*"), ("<strong>", "**"), ("</strong>", "**"), ("<br />", "\\"))
_REFERENCES = {
    reference: html.unescape(reference)
    for reference in "&#8211; &#8212; &#8216; &#8217; &#8220; &#8221; &#8230; &#8242; &#8243; &#215; &#038; &#039;"
    " &amp; &lt; &gt; &quot;".split()
}
"""The character references that WordPress writes, and no others."""
_TYPOGRAPHY = re.compile("&#(?:8[0-9]{3}|215);")
_AMPERSAND = re.compile(r"&[^\s&;]{0,8};?")


@dataclass(slots=True)
class Simple:
    """A simple block: its Markdown, the HTML that this must render to, and what it holds."""

    markdown: str
    rendered: str
    holds: Inventory

    @property
    def is_list(self) -> bool:
        """Whether it is a list, which must be told apart from one directly before it."""
        return self.rendered.startswith(("<ul>", "<ol>"))


@dataclass(slots=True)
class _Line:
    """A run of words, links and emphasised stretches: its Markdown, the HTML it renders to, and what it holds."""

    text: str
    shown: str
    words: list[str]
    links: list[str]
    stressed: list[str]


def plain_block(source: str, at: int) -> tuple[int, Simple] | None:
    """Return the plain block that begins at ``at``, after where it ends with the white space behind it."""
    if found := _PLAIN_BLOCK.match(source, at):
        block = _block(found[1], found[2])
    elif found := _PLAIN_QUOTE.match(source, at):
        block = _quote(found[1])
    elif found := _PLAIN_LIST.match(source, at):
        block = _list(found[1], found[2])
    else:
        return None
    return None if block is None else (found.end(), block)


def _block(name: str, inner: str) -> Simple | None:
    """A paragraph or heading that is a plain line; ``None`` if on a closer look it is not."""
    line = _line(inner)
    if line is None:
        return None
    holds = Inventory(line.words, line.links, [], [], [], [], [], line.stressed, [])
    if name == "p":
        return Simple(escape.line_starts(line.text), f"<p>{line.shown}</p>", holds)
    if "\n" in line.text or line.text.endswith("#"):
        return None
    holds.headings.append(f"{name} {' '.join(line.words)}")
    return Simple(f"{'#' * int(name[1])} {line.text}", f"<{name}>{line.shown}</{name}>", holds)


def _quote(inner: str) -> Simple | None:
    """A quotation that is one plain paragraph."""
    line = _line(inner)
    if line is None:
        return None
    stressed = [f"blockquote {' '.join(line.words)}", *line.stressed]
    holds = Inventory(line.words, line.links, [], [], [], [], [], stressed, [])
    text = escape.line_starts(line.text).replace("\n", "\n> ")
    return Simple(f"> {text}", f"<blockquote>\n<p>{line.shown}</p>\n</blockquote>", holds)


def _list(name: str, inner: str) -> Simple | None:
    """A list whose items are plain lines."""
    holds = Inventory()
    texts: list[str] = []
    shown: list[str] = []
    for number, item in enumerate(_ITEM.findall(inner), 1):
        line = _line(item)
        if line is None:
            return None
        texts.append(f"{'-' if name == 'ul' else f'{number}.'} {escape.line_starts(line.text)}")
        shown.append(f"<li>{line.shown}</li>\n")
        holds.words += line.words
        holds.links += line.links
        holds.emphasis += line.stressed
        holds.lists.append(f"1 {' '.join(line.words)}")
    return Simple("\n".join(texts), f"<{name}>\n{''.join(shown)}</{name}>", holds)


def _line(inner: str) -> _Line | None:
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
            url = unescaped(pieces[at]) if "&" in pieces[at] else pieces[at]
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
    return None if "&" in words else _Line(text, shown, words.split(), links, stressed)


def _sign(reference: re.Match[str]) -> str:
    return _REFERENCES.get(reference[0], reference[0])


def unescaped(text: str) -> str | None:
    """The characters that ``text`` stands for; ``None`` where it has references other than WordPress's."""
    for written in set(_AMPERSAND.findall(text)):
        character = _REFERENCES.get(written)
        if character is None:
            return None
        if character != "&":
            text = text.replace(written, character)
    return text.replace("&#038;", "&amp;").replace("&amp;", "&")
