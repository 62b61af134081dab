"""Shortcodes: ``[name key="value"]``, ``[name]content[/name]`` and, escaped, ``[[name]]``.

Grammar: https://codex.wordpress.org/Shortcode_API and ``do_shortcode``/``shortcode_parse_atts`` (WordPress 6.1).
Only names that have a handler are shortcodes; ``[anything else]`` is text and stays. Brackets inside an HTML tag
are text too. Time is linear in the text.

Not handled: shortcodes inside the attributes of HTML tags, which WordPress runs and hardly anybody wrote.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache


@dataclass(frozen=True, slots=True)
class Attributes:
    """What stands in a shortcode's tag: ``key="value"`` pairs (keys in lower case), and the rest in order."""

    named: Mapping[str, str]
    positional: tuple[str, ...] = ()

    def get(self, *keys: str, default: str = "") -> str:
        """Return the value of the first of ``keys`` that is given."""
        return next((self.named[key] for key in keys if key in self.named), default)


Handler = Callable[[Attributes, str], str]
"""Takes the attributes and the content (empty if there is none), returns HTML."""

_ATTRIBUTE = re.compile(
    r"""(?P<key>[\w-]++)\s*=\s*(?:"(?P<double>[^"]*)"|'(?P<single>[^']*)'|(?P<bare>[^\s'"]+))(?=\s|\Z)"""
    r"""|"(?P<double_alone>[^"]*)"(?=\s|\Z)|'(?P<single_alone>[^']*)'(?=\s|\Z)|(?P<alone>\S+)"""
)
_ODD_SPACES = re.compile("[\xa0\u200b]+")
_SLASHED = re.compile(r"\\(.)", re.DOTALL)
_TAG_WITH_BRACKETS = re.compile(r"<(?:!--.*?(?:-->|\Z)|(?!!--)[^<>\[\]]*[\[\]][^>]*>)", re.DOTALL)
_BRACKETS = str.maketrans({"[": "\ue010", "]": "\ue011"})


def attributes(text: str) -> Attributes:
    """Read what stands between a shortcode's name and its closing bracket."""
    named: dict[str, str] = {}
    positional: list[str] = []
    for match in _ATTRIBUTE.finditer(_ODD_SPACES.sub(" ", text)):
        value = next((match[kind] for kind in ("double", "single", "bare") if match[kind] is not None), None)
        if value is not None:
            named[match["key"].lower()] = _unslash(value)
        else:
            alone = next(match[kind] for kind in ("double_alone", "single_alone", "alone") if match[kind] is not None)
            positional.append(_unslash(alone))
    return Attributes(named, tuple(positional))


def expand(text: str, handlers: Mapping[str, Handler]) -> str:
    """Replace every shortcode that has a handler by what the handler returns; ``[[name]]`` becomes ``[name]``."""
    if "[" not in text or not handlers:
        return text
    last_tag_end = text.rfind(">") + 1  # what follows can't be a tag, and would be searched again and again
    text = _TAG_WITH_BRACKETS.sub(lambda tag: tag[0].translate(_BRACKETS), text[:last_tag_end]) + text[last_tag_end:]
    out: list[str] = []
    done = 0
    for found in find(text, tuple(sorted(handlers))):
        out.append(text[done : found.start])
        if found.escaped:
            out.append(text[found.start + 1 : found.end - 1])
        else:
            shown = handlers[found.name](attributes(found.attributes), found.content)
            out += ("[" * found.open_bracket, shown, "]" * found.close_bracket)
        done = found.end
    shown = "".join((*out, text[done:]))
    return shown.replace("\ue010", "[").replace("\ue011", "]")


@dataclass(frozen=True, slots=True)
class Found:
    """A shortcode in a text: what stands in its tag and between its tags, and where it starts and ends.

    ``open_bracket`` and ``close_bracket`` say whether another bracket stands on either side, within ``end``.
    """

    name: str
    attributes: str
    content: str
    start: int
    end: int
    open_bracket: bool
    close_bracket: bool

    is_closed: bool

    @property
    def escaped(self) -> bool:
        """Whether it stands in double brackets, and so is text."""
        return self.open_bracket and self.close_bracket


@lru_cache(maxsize=8)
def _opening(names: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"\[(\[?)({'|'.join(map(re.escape, names))})(?![\w-])((?:[^\]/]|/(?!\]))*+)(/?)\]")


def find(text: str, names: tuple[str, ...]) -> Iterator[Found]:
    """Yield the shortcodes of those ``names`` in ``text``, but not those inside others."""
    opening = _opening(names)
    closing_tags: dict[str, int] = {}
    last_bracket = text.rfind("]")  # without this bound, tags that never end would each be searched to the end
    position = 0
    while (match := opening.search(text, position, last_bracket + 1)) is not None:
        name, end = match[2], match.end()
        content = ""
        is_closed = False
        if not match[4]:
            if 0 <= closing_tags.get(name, 0) < end:
                closing_tags[name] = text.find(f"[/{name}]", end)
            if closing_tags[name] >= 0:
                content = text[end : closing_tags[name]]
                end = closing_tags[name] + len(name) + 3
                is_closed = True
        close_bracket = text.startswith("]", end)
        position = end + close_bracket
        yield Found(name, match[3], content, match.start(), position, bool(match[1]), close_bracket, is_closed)


def _unslash(value: str) -> str:
    return _SLASHED.sub(r"\1", value) if "\\" in value else value


_OPENING_OR_CLOSING_TAG = re.compile(r"\[(/?)([A-Za-z][\w-]{0,60})(?=[\]\s])")
_TAG_WITH_VALUES = re.compile(r"""\[([A-Za-z][\w-]{0,60})(?=\s|=)[^\[\]]{0,400}=["'&“”″\d][^\[\]]{0,2000}\]""")
_LONE_TAG = re.compile(r"^[ \t\xa0]*\[([a-z][a-z0-9_-]{2,60})(?:\s[^\[\]\n]{0,2000})?/?\][ \t\xa0]*$", re.MULTILINE)


def unknown(text: str, known: Mapping[str, Handler]) -> tuple[str, ...]:
    """Name what looks like a shortcode in ``text`` and has no handler.

    It has values, or a closing tag, or a line of its own.
    """
    if "[" not in text:
        return ()
    names = dict.fromkeys(match[1] for match in _TAG_WITH_VALUES.finditer(text))
    names.update((match[1], None) for match in _LONE_TAG.finditer(text))
    tags = {(match[1], match[2]): None for match in _OPENING_OR_CLOSING_TAG.finditer(text)}
    names.update((name, None) for slash, name in tags if slash and ("", name) in tags)
    return tuple(name for name in names if name not in known)
