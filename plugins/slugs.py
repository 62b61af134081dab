"""Slugs for what people name freely: the blog's tags."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable


def slugs(names: Iterable[str]) -> dict[str, str]:
    """Give each name a slug of its own: ``C`` is ``c``, ``C++`` is ``c-2``. Names that differ in case share one."""
    given: dict[str, str] = {}
    taken: dict[str, str] = {}
    for name in sorted(set(names), key=lambda name: (name.casefold(), name)):
        folded = " ".join(name.casefold().split())
        slug, number = slug_of(name), 2
        while taken.setdefault(slug, folded) != folded:
            slug, number = f"{slug_of(name)}-{number}", number + 1
        given[name] = slug
    return given


def slug_of(name: str) -> str:
    """Lower-case letters and digits of any script, with hyphens between."""
    text = unicodedata.normalize("NFKC", name).casefold()
    return re.sub(r"[\W_]+", "-", text).strip("-") or "tag"
