"""Puts the script that keeps a page up to date into the page as it is sent: its file stays as it was built.

A page may forbid scripts by a policy (https://www.w3.org/TR/CSP3/) in a ``meta`` element. That is kept as it is but for
the few files under ``/.sociable/``, so that what the policy will stop on the real host is stopped here too.
"""

from __future__ import annotations

import re
from functools import partial
from html import escape, unescape

OWN = "/.sociable/"
"""Where the server's own files lie: Pelican leaves out what begins with a dot, so that no site has pages there."""

_POLICY = re.compile(r"""<meta\b[^>]*\bhttp-equiv=["']?content-security-policy\b[^>]*>""", re.IGNORECASE)
_CONTENT = re.compile(r"""(\bcontent=)(["'])(.*?)\2""", re.IGNORECASE | re.DOTALL)
_NEEDED = ("script-src", "style-src", "connect-src")
_FINER = ("script-src-elem", "style-src-elem")
"""Directives that, where a policy has them, stand before those above."""


def injected(page: bytes, *, host: str, path: str, text: str, styles: str) -> bytes:
    """The page with our script at the end of its head, told the ``path`` it was asked for by and both its digests."""
    read = page.decode("utf-8", "surrogateescape")
    read = _POLICY.sub(lambda found: _CONTENT.sub(partial(_opened, f"http://{host}{OWN}"), found[0]), read)
    told = f'data-page="{escape(path)}" data-text="{text}" data-styles="{styles}"'
    script = f'<script src="{OWN}live.js" defer {told}></script>\n'
    head, mark, rest = read.partition("</head>")
    return (head + script + mark + rest if mark else read + script).encode("utf-8", "surrogateescape")


def _opened(source: str, content: re.Match[str]) -> str:
    return f'{content[1]}"{escape(admitting(unescape(content[3]), source))}"'


def admitting(policy: str, source: str) -> str:
    """A policy that also admits scripts, styles and requests from ``source``, and is otherwise as strict as before."""
    directives = {words[0].lower(): words[1:] for part in policy.split(";") if (words := part.split())}
    for name in (*_NEEDED, *(finer for finer in _FINER if finer in directives)):
        before = directives.get(name, directives.get("default-src"))
        if before is not None:
            directives[name] = [*(word for word in before if word.lower() != "'none'"), source]
    return "; ".join(" ".join([name, *words]) for name, words in directives.items())
