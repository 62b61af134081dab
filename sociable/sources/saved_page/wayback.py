"""Stand-in until the reader of saved pages is here."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime

_REPLAYED = re.compile(r"https?://web\.archive\.org/web/(\d{4,14})(?:[a-z]{2}_)?/(.+)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Shown:
    url: str
    taken: datetime | None = None


def original(url: str) -> Shown:
    """The address that a page of the Wayback Machine shows, and when it was captured; else ``url`` itself."""
    found = _REPLAYED.fullmatch(url)
    if not found:
        return Shown(url)
    stamp = found[1] + "00000101000000"[len(found[1]) :]
    return Shown(found[2], datetime.strptime(stamp, "%Y%m%d%H%M%S").replace(tzinfo=UTC))
