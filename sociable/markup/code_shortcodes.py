"""Program text in a post: ``[sourcecode]`` and ``[code]``, as WordPress.com shows them.

Behaviour: https://wordpress.com/support/wordpress-editor/posting-source-code/. They are settled before any other
rule runs, since nothing in a program is a paragraph, a quote or a shortcode. The stored text may be escaped or not.

Not handled: the highlighter's settings (line numbers, marked lines); only the language is kept.
"""

from __future__ import annotations

import re

from sociable.markup.shortcodes import attributes

NAMES = ("sourcecode", "code", "source")
LANGUAGES = frozenset(
    "actionscript3 applescript as3 bash clojure coldfusion cpp c csharp css delphi diff erlang fsharp go groovy html"
    " java javafx javascript js latex matlab objc perl php powershell py python r ruby scala shell sql swift text vb"
    " vbnet xml xhtml yaml json".split()
)

_CODE = re.compile(rf"(\[?)\[({'|'.join(NAMES)})(?=[\s\]=])([^\]]*)\](.*?)\[/\2\](\]?)", re.DOTALL)
_LONE_AMPERSAND = re.compile(r"&(?!#?\w{1,10};)")
_EDGE = re.compile(r"\A\r?\n|\s+\Z")


def settle_code(stored: str) -> str:
    """Replace each code shortcode by ``<pre><code>`` whose text no later rule touches."""
    last = max(stored.rfind(f"[/{name}]") for name in NAMES)
    if last < 0:
        return stored
    end = stored.index("]", last) + 2  # with the bracket that may escape it
    return _CODE.sub(_block, stored[:end]) + stored[end:]


def _block(match: re.Match[str]) -> str:
    if match[1] and match[5]:
        return match[0]  # [[code]…[/code]] is text
    given = attributes(match[3])
    language = given.get("language", "lang", default=(*given.positional, "")[0].lstrip("=")).lower()
    kind = f' class="language-{language}"' if language in LANGUAGES else ""
    text = _LONE_AMPERSAND.sub("&amp;", _EDGE.sub("", match[4])).replace("<", "&lt;").replace(">", "&gt;")
    return f"{match[1]}<pre><code{kind}>{text.replace('[', '&#91;')}</code></pre>{match[5]}"
