"""Makes a sanitised body fit to stand in a page, among the page's own headings and other bodies.

What a body says and how it is laid out stay as they are; added is what only the page can know, and what a reader
needs who does not see it or has no mouse:

- wide things scroll by keyboard: a table gets a scrolling box; ``pre`` and box can be focused and have a name;
- headings stand on the level that fits the page, none left out between, whatever number the old blog's theme gave
  them; a heading without words is none, and a ``th`` without words is a ``td``;
- a picture that is not held, or lies on another host, says so in words: no page asks another host for anything;
- ids are kept apart from those of other bodies on the page.

Input is what ``sociable.markup.sanitise`` writes: HTML5, attributes in double quotes, ``<`` escaped in text, elements
balanced. So a body is a list of tags and texts, and no parser can read it otherwise than it is read here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterator
from dataclasses import dataclass, field
from html import escape, unescape
from urllib.parse import unquote

_ATTRIBUTES = r'((?:\s+[^\s=>"/]+(?:="[^"]*")?)*)\s*/?>'
_ANY_TAG = re.compile(rf"<(/?)([a-z][a-z0-9]*){_ATTRIBUTES}")
_HANDLED_TAG = re.compile(rf"<(/?)(h[1-6]|td|th|audio|video|a|img|pre|table){_ATTRIBUTES}")
_FIRST_SIGN = re.compile(rf"(?:{_ANY_TAG.pattern}|\s)*+(?P<sign>\S)")
_ATTRIBUTE = re.compile(r'([^\s=>"/]+)(?:="([^"]*)")?')
_ELSEWHERE = re.compile(r"(?:(?:https?|ftp):)?//([^/?#]*)", re.IGNORECASE)
_ELSEWHERE_IN_SET = re.compile(rf"(?:^|,)\s*(?:{_ELSEWHERE.pattern})", re.IGNORECASE)
_PLAYERS = frozenset({"audio", "video"})


def prose(html: str, *, below: int = 1, prefix: str = "", missing: Container[str] = frozenset()) -> str:
    """Return ``html``, a sanitised body, as it can stand below a heading of level ``below``.

    ``prefix`` is put before every id of the body, and before links to them: of several bodies on one page, each but
    one needs one. ``missing`` holds the addresses (as in ``src``) of pictures that lead nowhere.
    """
    tokens = _read(html)
    return "".join(_Body(tokens, below, prefix, missing).shown()) if tokens != [html] else html


@dataclass(slots=True)
class _Tag:
    """A tag that may be changed here; ``attributes`` holds values as text, not as HTML."""

    name: str
    end: bool
    attributes: dict[str, str]

    def __str__(self) -> str:
        values = "".join(f' {key}="{escape(value)}"' for key, value in self.attributes.items())
        return f"</{self.name}>" if self.end else f"<{self.name}{values}>"


_Token = _Tag | str


def _read(html: str) -> list[_Token]:
    """The tags of ``html`` that may be changed here; before, between and after them what stays as it is."""
    tokens: list[_Token] = []
    done = 0
    for match in (_ANY_TAG if " id=" in html else _HANDLED_TAG).finditer(html):
        closing, name, values = match.groups()
        if name in _HANDLERS or "id=" in values:
            if match.start() > done:
                tokens.append(html[done : match.start()])
            attributes = {key: unescape(value) for key, value in _ATTRIBUTE.findall(values)} if values else {}
            tokens.append(_Tag(name, bool(closing), attributes))
            done = match.end()
    if done < len(html):
        tokens.append(html[done:])
    return tokens


@dataclass(slots=True)
class _Body:
    """A body on its way out. The state is what encloses the current tag."""

    tokens: list[_Token]
    below: int
    prefix: str
    missing: Container[str]
    ids: set[str] = field(default_factory=set)
    ends: dict[int, int] = field(default_factory=dict)
    outline: list[tuple[int, int]] = field(default_factory=list)
    said: list[int] = field(default_factory=list)
    renamed: list[str] = field(default_factory=list)
    tables: int = 0
    links: int = 0

    def shown(self) -> Iterator[str]:
        """Yield the tokens as they are to be printed."""
        self._survey()
        for index, token in enumerate(self.tokens):
            if isinstance(token, str):
                yield token
                continue
            if self.prefix and token.attributes:
                self._move_ids(token)
            handler = _HANDLERS.get(token.name)
            yield handler(self, token, index) if handler else str(token)

    def _survey(self) -> None:
        """Find where every element ends, how much has been said up to each token, and what ids there are."""
        opened: dict[str, list[int]] = {}
        said = 0
        for index, token in enumerate(self.tokens):
            self.said.append(said)
            said += _speaks(token)
            if isinstance(token, str):
                continue
            if not token.end:
                opened.setdefault(token.name, []).append(index)
                self.ids.add(token.attributes.get("id", ""))
            elif opened.get(token.name):
                self.ends[opened[token.name].pop()] = index
        self.said.append(said)

    def _says(self, index: int) -> bool:
        """Whether anything is read out of the element that begins at ``index``."""
        return self.said[self.ends.get(index, len(self.tokens))] > self.said[index]

    def _move_ids(self, tag: _Tag) -> None:
        if "id" in tag.attributes:
            tag.attributes["id"] = self.prefix + tag.attributes["id"]
        target = unquote(tag.attributes.get("href", ""))
        if target.startswith("#") and target[1:] in self.ids:
            tag.attributes["href"] = f"#{self.prefix}{target[1:]}"

    def _is_shown(self, picture: _Tag) -> bool:
        source = picture.attributes.get("src", "")
        return source not in self.missing and not _ELSEWHERE.match(source)

    def _rename(self, tag: _Tag, name: str) -> str:
        tag.name = name
        self.renamed.append(name)
        return str(tag)

    def _end(self, tag: _Tag) -> str:
        return f"</{self.renamed.pop() if self.renamed else tag.name}>"

    def heading(self, tag: _Tag, index: int) -> str:
        """Put it one level below the nearest heading above that has a lower number."""
        if tag.end:
            return self._end(tag)
        if not self._says(index):
            return self._rename(tag, "div")
        number = int(tag.name[1])
        while self.outline and self.outline[-1][0] >= number:
            self.outline.pop()
        level = min((self.outline[-1][1] if self.outline else self.below) + 1, 6)
        self.outline.append((number, level))
        return self._rename(tag, f"h{level}")

    def cell(self, tag: _Tag, index: int) -> str:
        """Make a header without words an ordinary cell."""
        if tag.end:
            return self._end(tag)
        if tag.name == "td" or self._says(index):
            return self._rename(tag, tag.name)
        tag.attributes.pop("scope", None)
        return self._rename(tag, "td")

    def table(self, tag: _Tag, index: int) -> str:
        """Put the outermost table into a box that scrolls; as a group it may be named, and is no landmark."""
        if tag.end:
            self.tables -= 1
            return f"{tag}</div>" if not self.tables else str(tag)
        self.tables += 1
        name = tag.attributes.get("aria-label", "Table")
        box = _Tag("div", False, {"class": "scroller", "tabindex": "0", "role": "group", "aria-label": name})
        return f"{box}{tag}" if self.tables == 1 else str(tag)

    def pre(self, tag: _Tag, index: int) -> str:
        """Let it be scrolled by keyboard, as a table's box."""
        if not tag.end:
            first = str(self.tokens[index + 1]) if index + 1 < len(self.tokens) else ""
            name = "Code" if first.startswith(("<code>", "<code ")) else "Preformatted text"
            tag.attributes |= {"tabindex": "0", "role": "group", "aria-label": name}
        return str(tag)

    def link(self, tag: _Tag, index: int) -> str:
        """Remember that one is within a link; one that was named for its picture is named by the words in its place."""
        self.links += -1 if tag.end else 1
        if "aria-label" in tag.attributes:
            inside = self.tokens[index : self.ends.get(index)]
            pictures = [token for token in inside if isinstance(token, _Tag) and token.name == "img"]
            if any(_ELSEWHERE.match(picture.attributes.get("src", "")) for picture in pictures):
                del tag.attributes["aria-label"]
        return str(tag)

    def image(self, tag: _Tag, index: int) -> str:
        """Put words in the place of a picture that can't be shown."""
        if self._is_shown(tag):
            if _ELSEWHERE_IN_SET.search(tag.attributes.get("srcset", "")):
                del tag.attributes["srcset"]
            return str(tag)
        source, alt = tag.attributes.get("src", ""), tag.attributes.get("alt", "")
        host = _ELSEWHERE.match(source)
        if not host:
            # By the style sheet: the words of a link, a cell or an item of a list are their author's.
            told = _told("Picture not held", alt)
            return f'<span class="missing" data-told="{told}">{_Tag("img", False, {"src": source, "alt": alt})}</span>'
        told = _told(f"Picture on {host[1] or 'another site'}", alt)
        if not self.links:
            told = f'<a href="{escape(source)}">{told}</a>'
        return f'<span class="missing">{told}</span>'

    def player(self, tag: _Tag, index: int) -> str:
        """Ask no other host for the picture that stands for a film."""
        if _ELSEWHERE.match(tag.attributes.get("poster", "")):
            del tag.attributes["poster"]
        return str(tag)


def _speaks(token: _Token) -> bool:
    """Whether it is read out: words, a picture with a description, a player."""
    if isinstance(token, str):
        first = _FIRST_SIGN.match(token)
        return bool(first) and (first["sign"] != "&" or bool(unescape(_ANY_TAG.sub("", token)).strip()))
    return bool(token.attributes.get("alt", "").strip()) if token.name == "img" else token.name in _PLAYERS


def _told(what: str, alt: str) -> str:
    return escape(f"{what}: {alt.strip()}" if alt.strip() else what)


_HANDLERS: dict[str, Callable[[_Body, _Tag, int], str]] = {
    **{f"h{level}": _Body.heading for level in range(1, 7)},
    **dict.fromkeys(("td", "th"), _Body.cell),
    **dict.fromkeys(_PLAYERS, _Body.player),
    "a": _Body.link,
    "img": _Body.image,
    "pre": _Body.pre,
    "table": _Body.table,
}
