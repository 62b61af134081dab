"""Old ways of saying it, in HTML5: elements renamed, attributes checked, presentation turned into classes.

What HTML5 dropped: https://html.spec.whatwg.org/multipage/obsolete.html. What a value may be: the attribute's own
definition there, as the Nu HTML checker tests it. Alignment becomes a class that the theme knows, large and small
print too; colours, borders and typefaces are dropped.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from sociable.markup import urls
from sociable.markup.allowed import ELEMENTS, EVERYWHERE, classes
from sociable.markup.tree import BLOCKS, Element

# Where scripts that load pictures late put the address.
LAZY_SOURCES = ("data-src", "data-lazy-src", "data-original", "data-orig-file")

RENAMED = {
    "b": "strong",
    "i": "em",
    "s": "del",
    "strike": "del",
    "tt": "code",
    "acronym": "abbr",
    "big": "span",
    "font": "span",
    "nobr": "span",
    "label": "span",
    "button": "span",
    "dir": "ul",
    "menu": "ul",
    "listing": "pre",
    "textarea": "pre",
    "legend": "p",
    **dict.fromkeys(
        ("center", "section", "article", "aside", "header", "footer", "nav", "main", "hgroup", "form", "fieldset"),
        "div",
    ),
}
# What a span's style says that an element says better.
_STYLES: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"text-decoration(?:-line)?\s*:\s*underline", re.IGNORECASE), "u"),
    (re.compile(r"text-decoration(?:-line)?\s*:\s*line-through", re.IGNORECASE), "del"),
    (re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)", re.IGNORECASE), "strong"),
    (re.compile(r"font-style\s*:\s*(?:italic|oblique)", re.IGNORECASE), "em"),
)
_NOT_BOLD = re.compile(r"font-weight\s*:\s*(?:normal|[1-4]00)", re.IGNORECASE)  # as pasted from word processors
_TEXT_ALIGN = re.compile(r"text-align\s*:\s*(left|right|center|justify)", re.IGNORECASE)
_FLOAT = re.compile(r"float\s*:\s*(left|right)", re.IGNORECASE)
_FLOATING = frozenset({"img", "table", "figure", "iframe", "object", "embed", "video", "audio"})
_OF_MEDIA = frozenset({"alignwide", "alignfull"})  # text is as wide as text is
_NOT_OF_RULES = _OF_MEDIA | {"alignleft", "alignright", "aligncenter", "alignnone"}
_ALIGNMENTS = frozenset({"left", "right", "center", "justify"})


def name_of(element: Element) -> str:
    """Return the name of the HTML5 element that says what ``element`` says."""
    name = element.name
    if name in {"div", "p"} and "wp-caption" in element.attributes.get("class", ""):
        named = set(element.attributes["class"].split())
        return "figure" if "wp-caption" in named else "figcaption" if "wp-caption-text" in named else name
    if name in {"span", "b", "i"} and "style" in element.attributes:
        style = element.attributes["style"]
        if name == "b" and _NOT_BOLD.search(style):
            return "span"
        if name == "span":
            return next((meant for pattern, meant in _STYLES if pattern.search(style)), name)
    if name == "font" and element.attributes.get("size", "").strip() in {"1", "2", "-1", "-2", "-3"}:
        return "small"
    return RENAMED.get(name, name)


def modernise(element: Element) -> None:
    """Give ``element`` its HTML5 name and leave it only attributes that are allowed and valid."""
    given = element.attributes
    old_name = element.name
    element.name = name = name_of(element)
    element.is_block = name in BLOCKS
    if not given and old_name not in {"center", "big"}:
        return
    kept: dict[str, str] = {}
    for attribute, value in given.items():
        check = _CHECKS.get(attribute)
        if check is not None and (attribute in EVERYWHERE or attribute in ELEMENTS.get(name, EVERYWHERE)):
            checked = check(value)
            if checked is not None:
                kept[attribute] = checked
    if "summary" in given and name == "table" and given["summary"].strip():
        kept.setdefault("aria-label", _line(given["summary"]) or "")
    look = _look(old_name, name, given)
    if look:
        kept["class"] = classes(f"{kept.get('class', '')} {look}")
    if "align" in kept.get("class", "") and name not in _FLOATING:
        _keep_class(kept, _NOT_OF_RULES if name == "hr" else _OF_MEDIA)
    element.attributes = kept


def _keep_class(kept: dict[str, str], dropped: frozenset[str]) -> None:
    names = [name for name in kept.pop("class").split() if name not in dropped]
    if names:
        kept["class"] = " ".join(names)


def _look(old_name: str, name: str, given: Mapping[str, str]) -> str:
    """Return the class for the alignment or size that the element or its attributes ask for."""
    if old_name == "center":
        return "has-text-align-center"
    if old_name == "big" or (old_name == "font" and given.get("size", "").strip() in {"5", "6", "7", "+2", "+3", "+4"}):
        return "has-large-font-size"
    align = given.get("align", "").strip().lower()
    style = given.get("style", "")
    if name in _FLOATING:
        found = _FLOAT.search(style)
        side = found[1].lower() if found else align
        return f"align{side}" if side in {"left", "right", "center"} else ""
    found = _TEXT_ALIGN.search(style) if style else None
    side = found[1].lower() if found else align
    if side not in _ALIGNMENTS or name not in BLOCKS or side == "left":
        return ""
    return f"has-text-align-{side}"


_NUMBER = re.compile(r"\s*(\d{1,5})(?:\.\d+)?\s*(?:px)?\s*\Z", re.ASCII)
_INTEGER = re.compile(r"\s*([+-]?)0*(\d{1,9})\s*\Z", re.ASCII)
_SPACES = re.compile(r"[ \t\n\r\f]+")
_LANGUAGE = re.compile(r"([A-Za-z]{2})(-(?:[Hh]an[st]|[Ll]atn|[Cc]yrl|[Aa]rab))?(?:[-_]([A-Za-z]{2}))?\Z")
_LANGUAGES = frozenset(
    "aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz ee el en"
    " eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik io is it iu ja jv"
    " ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne"
    " ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl sm sn so sq sr ss st"
    " su sv sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu".split()
)
_DATE_TIME = re.compile(
    r"\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])"
    r"(?:[T ](?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d)?(?:Z|[+-](?:0\d|1[0-2]):?[0-5]\d))?\Z",
    re.ASCII,
)
_CANDIDATE = re.compile(r"\s*([^\s,](?:\S*[^\s,])?)(?:\s+(\d+(?:\.\d+)?[wx]))?\s*(?:,|\Z)", re.ASCII)
_DIRECTIONS = {"ltr": "ltr", "rtl": "rtl", "auto": "auto"}


def _number(value: str) -> str | None:
    match = _NUMBER.match(value)
    return str(int(match[1])) if match and int(match[1]) else None


def _integer(value: str) -> str | None:
    match = _INTEGER.match(value)
    return str(int(match[1] + match[2])) if match else None


def _line(value: str) -> str | None:
    return _SPACES.sub(" ", value).strip() or None


def _alt(value: str) -> str:
    return _SPACES.sub(" ", value).strip()


def identifier(value: str) -> str | None:
    """Return ``value`` if it may be an id."""
    value = value.strip()
    return value if value and not _SPACES.search(value) else None


def _language(value: str) -> str | None:
    match = _LANGUAGE.match(value.strip())
    if match is None or match[1].lower() not in _LANGUAGES:
        return None
    region = (match[3] or "").upper()
    script = (match[2] or "").title()
    return match[1].lower() + script + (f"-{'GB' if region == 'UK' else region}" if region else "")


def file_address(value: str) -> str | None:
    """Return the address of a picture, sound or film, made valid; an empty one would be the page itself."""
    url = urls.clean(value)
    return url if url and not url.startswith("#") and urls.is_web(url) else None


def _srcset(value: str) -> str | None:
    candidates: list[str] = []
    position = 0
    while position < len(value):
        match = _CANDIDATE.match(value, position)
        url = urls.clean(match[1]) if match is not None else None
        if match is None or not url or "," in url or not match[2]:
            return None
        candidates.append(f"{url} {match[2]}")
        position = match.end()
    kinds = {candidate[-1] for candidate in candidates}
    widths = {candidate.rpartition(" ")[2] for candidate in candidates}
    return ", ".join(candidates) if len(kinds) == 1 and len(widths) == len(candidates) else None


_CHECKS: dict[str, Callable[[str], str | None]] = {
    "class": lambda value: classes(value) or None,
    "id": identifier,
    "title": _line,
    "alt": _alt,
    "aria-label": _line,
    "lang": _language,
    "hreflang": _language,
    "dir": lambda value: _DIRECTIONS.get(value.strip().lower()),
    "href": urls.clean,
    "cite": urls.clean,
    "src": file_address,
    "poster": file_address,
    "srcset": _srcset,
    "sizes": _line,
    "width": _number,
    "height": _number,
    "start": _integer,
    "value": _integer,
    "reversed": lambda _: "",
    "type": lambda value: value if value in {"1", "a", "A", "i", "I"} else None,
    "colspan": _number,
    "rowspan": _number,
    "scope": lambda value: value if value in {"row", "col", "rowgroup", "colgroup"} else None,
    "datetime": lambda value: value if _DATE_TIME.match(value) else None,
    "controls": lambda _: "",
    "preload": lambda _: "none",
}
