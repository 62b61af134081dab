"""The board: every post by principle, organisation and year, and every statement of progress, sorted once a build.

Each group is filled in one pass over the catalogue, so that a page of ten principles and a hundred organisations looks
things up and counts nothing twice.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import product

from plugins.items import Catalogue, Item
from sociable.vocabulary import Statement, Vocabulary


@dataclass(frozen=True, slots=True)
class Count:
    """How many posts, and the day of the newest: ``None`` where there is none, or none with a date."""

    blog: int = 0
    archived: int = 0
    newest: date | None = None

    @classmethod
    def of(cls, items: Sequence[Item]) -> Count:
        """Count posts that stand as in the catalogue, newest first."""
        archived = sum(1 for item in items if item.archive)
        return cls(len(items) - archived, archived, items[0].day if items else None)

    @property
    def posts(self) -> int:
        """Both together."""
        return self.blog + self.archived


class Board:
    """Groups of posts, newest first: ``cells`` by (principle, organisation), ``years`` by year, then principle.

    The year of undated posts is ``None``.
    ``filed`` are the posts that any of the ten has, ``unfiled`` is how many have none; ``principles``,
    ``organisations`` and ``periods`` (years) part the filed ones, ``homeless`` by principle those of no organisation.
    ``histories`` are statements by (principle, organisation), oldest first; one of tomorrow waits, as a post does.
    ``addresses`` and ``files`` find a post by where it stands and by its file.
    """

    def __init__(self, catalogue: Catalogue, vocabulary: Vocabulary, today: date) -> None:
        self.cells = catalogue.by(_cells)
        self.years = _years(catalogue)
        self.principles = catalogue.by(_principles)
        self.organisations = catalogue.by(_filed_organisations)
        self.homeless = catalogue.by(_homeless)
        self.periods = catalogue.by(_periods)
        self.filed = tuple(item for item in catalogue.items if item.principles)
        self.unfiled = len(catalogue.items) - len(self.filed)
        self.histories = _histories(vocabulary, today)
        self.addresses = {item.path: item for item in catalogue.items}
        self.files = {item.post.source.path: item for item in catalogue.items if not item.archive}

    def now(self, principle: str, organisation: str) -> Statement | None:
        """What an organisation said last of a principle."""
        history = self.histories.get((principle, organisation))
        return history[-1] if history else None

    def span(self) -> Iterator[int]:
        """The years from the newest filed post to the oldest, also those without any."""
        found = [year for year in self.periods if year is not None]
        return iter(range(max(found), min(found) - 1, -1)) if found else iter(())


def _cells(item: Item) -> Iterable[tuple[str, str]]:
    return product(item.principles, item.organisations)


def _principles(item: Item) -> Iterable[str]:
    return item.principles


def _filed_organisations(item: Item) -> Iterable[str]:
    return item.organisations if item.principles else ()


def _homeless(item: Item) -> Iterable[str]:
    return () if item.organisations else item.principles


def _periods(item: Item) -> Iterable[int | None]:
    return (_year(item),) if item.principles else ()


def _principles_by_year(item: Item) -> Iterable[tuple[int | None, str]]:
    return product((_year(item),), item.principles)


def _year(item: Item) -> int | None:
    return item.day.year if item.day else None


def _years(catalogue: Catalogue) -> Mapping[int | None, Mapping[str, list[Item]]]:
    found: dict[int | None, dict[str, list[Item]]] = {}
    for (year, principle), items in catalogue.by(_principles_by_year).items():
        found.setdefault(year, {})[principle] = items
    return found


def _histories(vocabulary: Vocabulary, today: date) -> Mapping[tuple[str, str], tuple[Statement, ...]]:
    found: dict[tuple[str, str], list[Statement]] = {}
    for organisation in vocabulary.organisations.values():
        for statement in organisation.progress:
            if statement.since.first > today:
                continue
            found.setdefault((statement.principle, organisation.id), []).append(statement)
    return {key: tuple(statements) for key, statements in found.items()}
