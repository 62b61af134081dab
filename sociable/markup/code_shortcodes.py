"""Program text and formulas in a post: ``[sourcecode]`` and ``[code]``, ``$latex …$`` and ``[latex]``.

Behaviour: https://wordpress.com/support/wordpress-editor/posting-source-code/ and https://wordpress.com/support/latex/.
They are settled before any other rule runs, since nothing in a program is a paragraph, a quote or a shortcode. The
stored text may be escaped or not. A formula, which WordPress.com showed as a picture of it, stays as it was typed.

Not handled: the highlighter's settings (line numbers, marked lines); only the language is kept.
"""

from __future__ import annotations

import re

from sociable.markup.elements import replaced
from sociable.markup.shortcodes import Found, attributes, find

NAMES = ("code", "source", "sourcecode")
FORMULA = "latex"
LANGUAGES = frozenset(
    "actionscript3 applescript as3 bash clojure coldfusion cpp c csharp css delphi diff erlang fsharp go groovy html"
    " java javafx javascript js latex matlab objc perl php powershell py python r ruby scala shell sql swift text vb"
    " vbnet xml xhtml yaml json".split()
)

_LONE_AMPERSAND = re.compile(r"&(?!#?\w{1,10};)")
_EDGE = re.compile(r"\A\r?\n|\s+\Z")
_FORMULA_OR_TAG = re.compile(r"<[^<>]*>|\$latex[\s=](?:[^$\n\\]|\\.|\n(?!\s*\n)){1,2000}+\$")
_LITERAL = ("pre", "code")
_MARK = "\ue030{}\ue030"
_MARKED = re.compile("\ue030([0-9]+)\ue030")


def settle_code(stored: str) -> str:
    """Replace code shortcodes and formulas by elements whose text no later rule touches."""
    if "[/" in stored and any(f"[/{name}]" in stored for name in (*NAMES, FORMULA)):
        stored = _settle_shortcodes(stored)
    return _settle_formulas(stored) if "$latex" in stored else stored


def _settle_shortcodes(stored: str) -> str:
    out: list[str] = []
    done = 0
    for found in find(stored, (*NAMES, FORMULA)):
        if found.is_closed and not found.escaped:
            out += (stored[done : found.start], _block(found))
            done = found.end
    return "".join((*out, stored[done:]))


def _block(found: Found) -> str:
    if found.name == FORMULA:
        shown = f"<code>{_exactly(f'[{FORMULA}]{found.content}[/{FORMULA}]')}</code>"
    else:
        given = attributes(found.attributes)
        language = given.get("language", "lang", default=(*given.positional, "")[0].lstrip("=")).lower()
        kind = f' class="language-{language}"' if language in LANGUAGES else ""
        shown = f"<pre><code{kind}>{_exactly(_EDGE.sub('', found.content))}</code></pre>"
    return "[" * found.open_bracket + shown + "]" * found.close_bracket


def _exactly(text: str) -> str:
    text = _LONE_AMPERSAND.sub("&amp;", text)
    return text.replace("<", "&lt;").replace(">", "&gt;").replace("[", "&#91;")


def _formula(found: re.Match[str]) -> str:
    return found[0] if found[0].startswith("<") else f"<code>{_exactly(found[0])}</code>"


def _settle_formulas(stored: str) -> str:
    """Make code of the formulas outside code."""
    kept: list[str] = []

    def aside(element: str) -> str:
        kept.append(element)
        return _MARK.format(len(kept) - 1)

    stored = replaced(stored, _LITERAL, aside)
    stored = _FORMULA_OR_TAG.sub(_formula, stored)
    return _MARKED.sub(lambda mark: kept[int(mark[1])] if int(mark[1]) < len(kept) else mark[0], stored)
