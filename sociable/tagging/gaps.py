"""What nobody has written about: for each organisation and principle how many posts there are, and since when none."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import product

from sociable.vocabulary import Vocabulary

STALE = 365
"""After how many days without a post on a principle that is a gap."""


@dataclass(frozen=True, slots=True)
class Tagged:
    """A post as counted: whose it is, what it is about, on which day; ``None`` is undated."""

    organisations: tuple[str, ...]
    principles: tuple[str, ...]
    day: date | None


@dataclass(frozen=True, slots=True)
class Gap:
    """An organisation and a principle on which it has ``posts`` posts, the last of them on ``last``."""

    organisation: str
    principle: str
    posts: int
    last: date | None
    says: str

    def to_json(self) -> dict[str, str | int | None]:
        """Give the gap as plain values; ``last`` is a day such as 2013-04-01."""
        last = self.last.isoformat() if self.last else None
        return {
            "organisation": self.organisation,
            "principle": self.principle,
            "posts": self.posts,
            "last": last,
            "says": self.says,
        }


def gaps(entries: Iterable[Tagged], vocabulary: Vocabulary, today: date | None = None) -> tuple[Gap, ...]:
    """List the gaps, in the vocabulary's order of organisations, then of principles.

    With ``today``, posts older than :data:`STALE` days leave a gap too. Without it only what was never written about
    is one, so that the answer depends on nothing but the posts. A post without a date closes a gap of the first kind.
    """
    days: dict[tuple[str, str], list[date | None]] = defaultdict(list)
    for entry in entries:
        for pair in product(entry.organisations, entry.principles):
            days[pair].append(entry.day)
    found = []
    for organisation in vocabulary.organisations.values():
        for principle in vocabulary.principles:
            written = days[organisation.id, principle]
            last = max((day for day in written if day), default=None)
            if not written or (today and last and (today - last).days > STALE):
                says = _says(organisation.name, principle, written, last)
                found.append(Gap(organisation.id, principle, len(written), last, says))
    return tuple(found)


def _says(organisation: str, principle: str, written: list[date | None], last: date | None) -> str:
    if not written:
        return f"nobody from {organisation} has written about {principle} yet"
    assert last
    return f"nobody from {organisation} has written about {principle} since {last.year}"
