"""Addresses typed into a comment, made into links as WordPress makes them.

Behaviour: https://developer.wordpress.org/reference/functions/make_clickable/ (WordPress 6.1). Addresses inside
tags, links and code stay as they are.
"""

from __future__ import annotations

import re

_CHARACTER = r"[\w\u0080-\U0010ffff#%~/@\[\]*(+=&$-]"
_ADDRESS = re.compile(
    rf"(?:\A|(?<=[\s(<.,;:!?>]))(?P<url>(?i:https?|ftp)://(?=\S{{1,2000}}(?:\s|\Z)){_CHARACTER}*+"
    rf"(?:['.,;:!?)]{_CHARACTER}++)*)(?P<bracket>\)?)"
    r"|(?:\A|(?<=[\s>]))(?P<host>(?i:www|ftp)\.[\w\u0080-\U0010ffff#$%&~/.\-;:=,?@\[\]+]+)"
    r"|(?:\A|(?<=[\s>]))(?P<email>(?i:[.0-9a-z_+-]+@(?:[0-9a-z-]+\.)+[0-9a-z]{2,}))"
)
_LIKELY = ("://", "@", "www.", "ftp.")
_TAG = re.compile(r"(<[^>]*>)")
_LITERAL = re.compile(r"<(/?)(a|pre|code|script|style)(?=[\s>])", re.IGNORECASE)


def make_clickable(text: str) -> str:
    """Return ``text`` (HTML) with the addresses in it as links."""
    plain = text.lower()
    if not any(sign in plain for sign in _LIKELY):
        return text
    end = text.rfind(">") + 1  # no tag ends behind it, and to look for one again and again takes for ever
    pieces = _TAG.split(text[:end])
    pieces[-1] += text[end:]
    open_literals: list[str] = []
    for index, piece in enumerate(pieces):
        if index % 2:
            _track(piece, open_literals)
        elif piece and not open_literals:
            pieces[index] = _ADDRESS.sub(_link, piece)
    return "".join(pieces)


def _track(tag: str, open_literals: list[str]) -> None:
    match = _LITERAL.match(tag)
    if match is None:
        return
    name = match[2].lower()
    if not match[1]:
        open_literals.append(name)
    elif name in open_literals:
        while open_literals.pop() != name:
            pass


def _link(match: re.Match[str]) -> str:
    if match["email"]:
        return f'<a href="mailto:{match["email"]}">{match["email"]}</a>'
    if match["host"]:
        shown = match["host"].rstrip(".,;:)")
        return f'<a href="http://{shown}">{shown}</a>{match["host"][len(shown) :]}'
    shown, after = _balanced(match["url"], match["bracket"])
    return f'<a href="{shown}">{shown}</a>{after}'


def _balanced(url: str, bracket: str) -> tuple[str, str]:
    """Leave out of the address a closing bracket that it doesn't open; return the address and what follows it."""
    whole = url + bracket
    surplus = whole.count(")") - whole.count("(")
    end = len(whole)
    for _ in range(surplus):
        end = whole.rindex(")", 0, end)
    return whole[:end], whole[end:]
