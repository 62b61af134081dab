"""Makes a sanitised body fit to stand in a page, among the page's own headings, links and other bodies.

What a body says and how it is laid out stay as they are; added is what only the page can know, and what a reader
needs who does not see it or has no mouse:

- wide things scroll by keyboard: a table gets a scrolling box, ``pre`` and box can be focused and have a name;
- headings stand on the level that fits the page, none left out between, whatever number the old blog's theme gave
  them; a heading without words is none;
- every picture has an ``alt`` and every link a name; an empty link is passed over;
- a picture that is not held, or lies on another host, says so in words, and sound or film on another host is a link:
  no page asks another host for anything;
- a ``th`` without words is a ``td``;
- ids are kept apart from those of other bodies on the page, and from each other.

Input is the sanitiser's serialisation: HTML5, attributes in double quotes, ``<`` escaped in text, tags balanced.
So a body is a list of tags and texts, and no parser can read it otherwise than it is read here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterator
from dataclasses import dataclass, field
from html import escape, unescape
from urllib.parse import unquote

_TAG = re.compile(r'<(/?)([a-z][a-z0-9]*)((?:\s+[^\s=>"/]+(?:="[^"]*")?)*)\s*/?>')
_ATTRIBUTE = re.compile(r'([^\s=>"/]+)(?:="([^"]*)")?')
_ELSEWHERE = re.compile(r"(?:(?:https?|ftp):)?//([^/?#]*)", re.IGNORECASE)
_ELSEWHERE_IN_SET = re.compile(rf"(?:^|,)\s*(?:{_ELSEWHERE.pattern})", re.IGNORECASE)
_FILE_NAME = re.compile(r"[^/?#]*(?=[?#]|$)")
_PLAYERS = frozenset({"audio", "video"})
_SPACE = re.compile(r"\s")


def prose(html: str, *, below: int = 1, prefix: str = "", missing: Container[str] = frozenset()) -> str:
    """Return ``html``, a sanitised body, as it can stand below a heading of level ``below``.

    ``prefix`` is put before every id of the body, and before links to them: of several bodies on one page, each but
    one needs one. ``missing`` holds the addresses (as in ``src``) of pictures that lead nowhere.
    """
    return "".join(_Body(_read(html), below, prefix, missing).shown()) if "<" in html else html


@dataclass(slots=True)
class _Tag:
    """A tag; ``attributes`` holds values as text, not as HTML. ``raw`` is one that nothing here will touch."""

    name: str
    end: bool
    attributes: dict[str, str]
    raw: str = ""

    def __str__(self) -> str:
        if self.raw:
            return self.raw
        values = "".join(f' {key}="{escape(value)}"' for key, value in self.attributes.items())
        return f"</{self.name}>" if self.end else f"<{self.name}{values}>"


_Token = _Tag | str


def _read(html: str) -> list[_Token]:
    tokens: list[_Token] = []
    done = 0
    for match in _TAG.finditer(html):
        if match.start() > done:
            tokens.append(html[done : match.start()])
        name, values = match[2], match[3]
        if name in _HANDLERS or "id=" in values:
            attributes = {key: unescape(value) for key, value in _ATTRIBUTE.findall(values)} if values else {}
            tokens.append(_Tag(name, bool(match[1]), attributes))
        else:
            tokens.append(_Tag(name, bool(match[1]), {}, match[0]))
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
    ids: dict[str, str] = field(default_factory=dict)
    given: set[str] = field(default_factory=set)
    outline: list[tuple[int, int]] = field(default_factory=list)
    tables: int = 0
    links: int = 0
    headings: list[str] = field(default_factory=list)
    cells: list[str] = field(default_factory=list)
    ends: dict[int, int] = field(default_factory=dict)
    said: list[int] = field(default_factory=list)
    resume: int = 0

    def shown(self) -> Iterator[str]:
        """Yield the tokens as they are to be printed."""
        self._survey()
        for index, token in enumerate(self.tokens):
            if index < self.resume:
                continue
            if isinstance(token, str):
                yield token
                continue
            if token.attributes:
                self._rename_ids(token)
            handler = _HANDLERS.get(token.name)
            yield handler(self, token, index) if handler else str(token)

    def _survey(self) -> None:
        """Find where every element ends, how much has been said up to each token, and what ids there are."""
        opened: dict[str, list[int]] = {}
        said = 0
        for index, token in enumerate(self.tokens):
            self.said.append(said)
            said += self._speaks(token)
            if isinstance(token, str):
                continue
            if not token.end:
                opened.setdefault(token.name, []).append(index)
                self._name_id(token)
            elif opened.get(token.name):
                self.ends[opened[token.name].pop()] = index
        self.said.append(said)

    def _speaks(self, token: _Token) -> bool:
        """Whether it is read out: words, a picture with a description, a player."""
        if isinstance(token, str):
            return not token.isspace() and bool(unescape(token).strip())
        if token.name != "img":
            return token.name in _PLAYERS
        source = token.attributes.get("src", "")
        return bool(token.attributes.get("alt", "").strip() or _ELSEWHERE.match(source) or source in self.missing)

    def _says(self, index: int) -> bool:
        """Whether anything is read out of the element that begins at ``index``."""
        return self.said[self.ends.get(index, len(self.tokens))] > self.said[index]

    def _name_id(self, tag: _Tag) -> None:
        old = tag.attributes.get("id", "")
        if old:
            self.ids.setdefault(old, self.prefix + old)

    def _rename_ids(self, tag: _Tag) -> None:
        """Give each id once; links within the body follow it."""
        if "id" in tag.attributes:
            new = self.ids.get(tag.attributes.pop("id"), "")
            if new and new not in self.given and not _SPACE.search(new):
                self.given.add(new)
                tag.attributes["id"] = new
        href = tag.attributes.get("href", "")
        if href.startswith("#"):
            tag.attributes["href"] = "#" + self.ids.get(unquote(href[1:]), href[1:])

    def heading(self, tag: _Tag, index: int) -> str:
        """Put it one level below the nearest heading above that has a lower number."""
        if tag.end:
            return f"</{self.headings.pop() if self.headings else tag.name}>"
        number = int(tag.name[1])
        if self._says(index):
            while self.outline and self.outline[-1][0] >= number:
                self.outline.pop()
            level = min((self.outline[-1][1] if self.outline else self.below) + 1, 6)
            self.outline.append((number, level))
            tag.name = f"h{level}"
        else:
            tag.name = "div"
        self.headings.append(tag.name)
        return str(tag)

    def pre(self, tag: _Tag, index: int) -> str:
        """Let it be scrolled by keyboard; as a group it may be named, and is no landmark."""
        if not tag.end:
            first = self.tokens[index + 1] if index + 1 < len(self.tokens) else ""
            is_code = isinstance(first, _Tag) and first.name == "code"
            name = "Code" if is_code else "Preformatted text"
            tag.attributes |= {"tabindex": "0", "role": "group", "aria-label": name}
        return str(tag)

    def table(self, tag: _Tag, index: int) -> str:
        """Put the outermost table into a box that scrolls."""
        if tag.end:
            self.tables -= 1
            return f"{tag}</div>" if not self.tables else str(tag)
        self.tables += 1
        box = _Tag("div", False, {"class": "scroller", "tabindex": "0", "role": "group", "aria-label": "Table"})
        return f"{box}{tag}" if self.tables == 1 else str(tag)

    def cell(self, tag: _Tag, index: int) -> str:
        """A header without words is no header."""
        if tag.end:
            return f"</{self.cells.pop() if self.cells else tag.name}>"
        if tag.name == "th" and not self._says(index):
            tag.name = "td"
            tag.attributes.pop("scope", None)
        self.cells.append(tag.name)
        return str(tag)

    def link(self, tag: _Tag, index: int) -> str:
        """Name a link that holds only a picture without words; pass over one that holds nothing."""
        self.links += -1 if tag.end else 1
        if tag.end or "href" not in tag.attributes or self._says(index):
            return str(tag)
        inside = self.tokens[index : self.ends.get(index)]
        picture = next((token for token in inside if isinstance(token, _Tag) and token.name == "img"), None)
        if picture is None:
            tag.attributes |= {"tabindex": "-1", "aria-hidden": "true"}
        else:
            tag.attributes["aria-label"] = f"Picture {_file_name(picture.attributes.get('src', ''))}".strip()
        return str(tag)

    def image(self, tag: _Tag, index: int) -> str:
        """Describe it, if only by saying that there is nothing to say; words take the place of what can't be shown."""
        tag.attributes.setdefault("alt", "")
        source = tag.attributes.get("src", "")
        if _ELSEWHERE.match(source):
            return self._elsewhere(tag, source)
        if _ELSEWHERE_IN_SET.search(tag.attributes.get("srcset", "")):
            del tag.attributes["srcset"]
        if source not in self.missing:
            return str(tag)
        hidden = _Tag("img", False, {key: value for key, value in tag.attributes.items() if key in {"src", "alt"}})
        hidden.attributes["aria-hidden"] = "true"
        return f'<span class="missing">{hidden}{_told("Picture not held", tag)}</span>'

    def player(self, tag: _Tag, index: int) -> str:
        """Leave a player of files that this site holds; in the place of any other stands a link, as for an embed."""
        if tag.end:
            return str(tag)
        if _ELSEWHERE.match(tag.attributes.get("poster", "")):
            del tag.attributes["poster"]
        source = tag.attributes.get("src", "")
        if not _ELSEWHERE.match(source):
            return str(tag)
        self.resume = self.ends.get(index, index) + 1
        return f'<a class="embed" href="{escape(source)}">{escape(source)}</a>'

    def _elsewhere(self, tag: _Tag, source: str) -> str:
        host = _ELSEWHERE.match(source)
        told = _told(f"Picture on {host[1] if host and host[1] else 'another site'}", tag)
        if self.links:
            return f'<span class="missing">{told}</span>'
        return f'<span class="missing"><a href="{escape(source)}">{told}</a></span>'


def _told(what: str, picture: _Tag) -> str:
    alt = picture.attributes["alt"].strip()
    return escape(f"{what}: {alt}" if alt else what)


def _file_name(address: str) -> str:
    found = _FILE_NAME.search(address)
    return unquote(found[0]) if found else ""


_HANDLERS: dict[str, Callable[[_Body, _Tag, int], str]] = {
    **{f"h{level}": _Body.heading for level in range(1, 7)},
    "a": _Body.link,
    "img": _Body.image,
    "pre": _Body.pre,
    "table": _Body.table,
    "audio": _Body.player,
    "td": _Body.cell,
    "th": _Body.cell,
    "video": _Body.player,
}
