"""The one allow-list: every element, attribute, class and scheme that may reach a reader.

``ELEMENTS`` is what the sanitiser's result may hold. ``READ`` is more: what is understood on the way in, such as
``<font>`` and ``<iframe>``, so that :mod:`sociable.markup.sanitise` can say the same in valid HTML. Nothing that
stands in neither table survives; of unknown elements the text does.
"""

from __future__ import annotations

import re
from functools import lru_cache

# The web's, and those of WordPress's own list that open some other program and run none.
SCHEMES = frozenset("http https mailto tel ftp ftps feed gopher irc ircs news nntp sms svn webcal xmpp".split())

EVERYWHERE = frozenset({"class", "dir", "id", "lang", "title"})
NONE: frozenset[str] = frozenset()
ELEMENTS: dict[str, frozenset[str]] = {
    **dict.fromkeys(("p", "h1", "h2", "h3", "h4", "h5", "h6", "div", "pre", "address", "hr"), NONE),
    **dict.fromkeys(("ul", "dl", "dt", "dd", "figure", "figcaption", "details", "summary"), NONE),
    "ol": frozenset({"reversed", "start", "type"}),
    "li": frozenset({"value"}),
    "blockquote": frozenset({"cite"}),
    "table": frozenset({"aria-label"}),
    **dict.fromkeys(("caption", "thead", "tbody", "tfoot", "tr"), NONE),
    "td": frozenset({"colspan", "rowspan"}),
    "th": frozenset({"colspan", "rowspan", "scope"}),
    "a": frozenset({"href", "hreflang", "aria-label"}),
    "img": frozenset({"src", "alt", "width", "height", "srcset", "sizes"}),
    **dict.fromkeys(("em", "strong", "code", "kbd", "samp", "var", "abbr", "dfn", "cite", "mark", "small"), NONE),
    **dict.fromkeys(("sub", "sup", "u", "span", "br", "wbr", "bdi", "bdo", "ruby", "rt", "rp"), NONE),
    **dict.fromkeys(("del", "ins"), frozenset({"cite", "datetime"})),
    "q": frozenset({"cite"}),
    "time": frozenset({"datetime"}),
    "audio": frozenset({"src", "controls", "preload", "aria-label"}),
    "video": frozenset({"src", "controls", "preload", "width", "height", "poster", "aria-label"}),
}

_PRESENTATION = frozenset({"align", "style"})
READ: dict[str, frozenset[str]] = {
    **ELEMENTS,
    **dict.fromkeys(("b", "i", "s", "strike", "tt", "big", "acronym", "center", "nobr", "dir", "menu"), NONE),
    **dict.fromkeys(("section", "article", "aside", "header", "footer", "nav", "main", "hgroup", "legend"), NONE),
    **dict.fromkeys(("button", "label", "fieldset", "form", "map", "object", "svg", "textarea", "listing"), NONE),
    "font": frozenset({"size"}),
    "table": ELEMENTS["table"] | {"summary"},
    "a": ELEMENTS["a"] | {"name"},
    "img": ELEMENTS["img"] | {"data-src", "data-lazy-src", "data-original", "data-orig-file"},
    "area": frozenset({"href", "alt"}),
    "iframe": frozenset({"src", "data-src", "aria-label"}),
    "embed": frozenset({"src"}),
    "object": frozenset({"data", "aria-label"}),
    "param": frozenset({"name", "value"}),
    "source": frozenset({"src"}),
    "track": frozenset({"src", "label", "srclang", "kind"}),
}
# Of these not even the text is for readers.
UNREAD = frozenset(
    {"script", "style", "template", "title", "select", "datalist", "math", "noembed", "noframes", "frameset", "head"}
)

EVERYWHERE_READ = EVERYWHERE | _PRESENTATION

# Classes that the theme knows, or by which something is found again.
_CLASS = re.compile(
    r"align(?:left|right|center|none|wide|full)|has-text-align-(?:right|center|justify)|wp-caption"
    r"|has-(?:small|large)-font-size|gallery(?:-item|-columns-[1-9])?|embed(?:-audio|-video)?|missing|page-break|verse"
    r"|pullquote|footnotes?|footnote-(?:ref|backref)|admonition(?:-title)?|note|tip|warning|important|toc|toclink"
    r"|language-[\w+#.-]+"
)
# Classes of WordPress's own under which the same thing is known.
_SAME_CLASS = {
    "wp-block-gallery": "gallery",
    "blocks-gallery-grid": "gallery",
    "blocks-gallery-item": "gallery-item",
    "wp-block-verse": "verse",
    "wp-block-pullquote": "pullquote",
    "wp-block-embed": "embed",
    "has-x-large-font-size": "has-large-font-size",
    "wp-block-footnotes": "footnotes",
    **{f"columns-{number}": f"gallery-columns-{number}" for number in range(1, 10)},
}

# Ids of the site's own pages; a body's own id of the same name gets ``text-`` before it.
_RESERVED_ID = re.compile(
    r"(?:main|content|conversation|comments?|comment-.*|respond|top|masthead|footer|search.*|nav|navigation|menu"
    r"|skip.*|archive|seal|months|site-.*|js-.*)\Z",
    re.IGNORECASE,
)
# Ids that WordPress's own code made up, and no person ever linked to.
_GENERATED_ID = re.compile(
    r"(?:(?:caption-)?attachment_\d+|caption-attachment-\d+|gallery-\d+(?:-\d+)?|(?:audio|video)-\d+-\d+"
    r"|wp-block-file--media-[\w-]+|wp-block-themeisle-[\w-]+|post-\d+|internal-source-marker_[\d.]+"
    r"|docs-internal-guid-[\w-]+|yui_[\w-]+|aeaoofnhgocdbnbeljkmbjdmhbcokfdb-mousedown)\Z"
)


def classes(value: str) -> str:
    """Return the classes in ``value`` that are kept, each once, in order."""
    return _remembered(value) if len(value) < 500 else _classes(value)


def _classes(value: str) -> str:
    names = (_SAME_CLASS.get(name, name) for name in value.split())
    return " ".join(dict.fromkeys(name for name in names if _CLASS.fullmatch(name)))


_remembered = lru_cache(maxsize=4096)(_classes)


def is_reserved_id(name: str) -> bool:
    """Say whether ``name`` may be an id of the page around a body."""
    return _RESERVED_ID.match(name) is not None


def is_generated_id(name: str) -> bool:
    """Say whether ``name`` is an id that only a program gave."""
    return _GENERATED_ID.match(name) is not None
