"""Posts that share principles with a post, found without comparing every post with every other.

Posts are kept by each group of principles that they have; those that share two principles with a post are then the head
of the lists of its pairs.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import combinations, islice

from plugins.items import Catalogue, Item

Groups = Mapping[tuple[str, ...], list[Item]]

LARGEST = 3
"""Principles in a group, as many as a post has; of one with more, those beyond three make no difference."""


def groups(catalogue: Catalogue) -> Groups:
    """Every post, newest first, by each group of one to three of its principles."""
    return catalogue.by(combined)


def related(by_group: Groups, item: Item, most: int = 4) -> list[Item]:
    """The posts that share most principles with ``item``, the newest of them first."""
    found: dict[str, Item] = {}
    for size in range(min(LARGEST, len(item.principles)), 0, -1):
        heads = {
            other.path: other
            for group in combinations(sorted(item.principles), size)
            for other in islice(by_group.get(group, ()), most + len(found) + 1)
            if other.path != item.path and other.path not in found
        }
        for other in sorted(heads.values(), key=lambda other: other.key, reverse=True)[: most - len(found)]:
            found[other.path] = other
    return list(found.values())


def combined(item: Item) -> Iterator[tuple[str, ...]]:
    """The groups of principles that ``item`` stands in."""
    for size in range(1, min(LARGEST, len(item.principles)) + 1):
        yield from combinations(sorted(item.principles), size)
