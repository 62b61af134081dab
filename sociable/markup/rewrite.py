"""Puts other addresses in the place of those in sanitised HTML: the one place where links and pictures are turned.

Works on the sanitiser's own output, where tags are lower case, attributes stand in double quotes and no text holds
``<``: so a tag is found by its form alone, and what is not an address stays as it is to the byte.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from html import escape, unescape

Turn = Callable[[str], str]

_TAG = re.compile(r'<[a-z][a-z0-9]*((?: [^\s="<>/]+="[^"]*")+)>')
_ADDRESS = re.compile(r' (href|src|poster|srcset)="([^"]*)"')
_CANDIDATE = re.compile(r"([^\s,]\S*[^\s,])((?:\s+[\d.]+[wxh])*)\s*(?:,|$)")
"""A candidate of ``srcset``: an address that neither begins nor ends with a comma, then its descriptors
(https://html.spec.whatwg.org/multipage/images.html#srcset-attributes)."""


def candidates(srcset: str) -> Iterator[tuple[str, str]]:
    """Yield the addresses in a ``srcset``, each with the descriptor that follows it, such as `` 300w``."""
    return ((one[1], one[2]) for one in _CANDIDATE.finditer(srcset))


def rewrite(html: str, *, href: Turn, src: Turn) -> str:
    """Return ``html`` with every link's address given by ``href`` and every picture's or player's by ``src``.

    Both take and return addresses as they are, not as HTML writes them.
    """

    def turned(found: re.Match[str]) -> str:
        name, value = found[1], unescape(found[2])
        if name == "srcset":
            new = ", ".join(f"{src(address)}{size}" for address, size in candidates(value))
        else:
            new = href(value) if name == "href" else src(value)
        return f' {name}="{escape(new)}"' if new != value else found[0]

    return _TAG.sub(lambda tag: _ADDRESS.sub(turned, tag[0]), html)
