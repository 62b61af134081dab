"""Conversations as trees, from comments that need not be one."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from sociable.archive.threads import Node, tree
from sociable.model import Comment


def comments(*pairs: tuple[int, int | None]) -> list[Comment]:
    return [Comment(id=number, author="", body="", parent=parent) for number, parent in pairs]


def outline(nodes: Iterable[Node]) -> list[object]:
    return [(node.comment.id, outline(node.replies)) if node.replies else node.comment.id for node in nodes]


CASES = {
    "nobody answers": ([(1, None), (2, None)], [1, 2]),
    "answers stand below, in the order given": ([(1, None), (3, 1), (2, 1), (4, 3)], [(1, [(3, [4]), 2])]),
    "an answer may come first": ([(2, 1), (1, None)], [(1, [2])]),
    "a missing parent": ([(5, 99), (6, 5)], [(5, [6])]),
    "an answer to itself": ([(1, 1), (2, 1)], [(1, [2])]),
    "a circle of two": ([(2, 1), (1, 2)], [(1, [2])]),
    "a circle with a tail": ([(3, 2), (2, 4), (4, 3), (9, 4)], [(2, [(3, [(4, [9])])])]),
    "an id twice": ([(1, None), (1, 2), (2, None)], [1, 2]),
    "nothing": ([], []),
}


@pytest.mark.parametrize(("given", "expected"), CASES.values(), ids=CASES.keys())
def test_every_comment_stands_in_the_tree_once(given, expected):
    assert outline(tree(comments(*given))) == expected


@pytest.mark.slow
def test_a_hundred_thousand_answers_in_a_row():
    deep = tree(comments(*[(n, n - 1 if n > 1 else None) for n in range(1, 100_001)]))
    depth, nodes = 0, deep
    while nodes:
        depth, nodes = depth + 1, nodes[0].replies
    assert depth == 100_000
    assert repr(deep[0]) == "<Node 1: 1 replies>"


@pytest.mark.slow
def test_a_circle_of_a_hundred_thousand():
    assert len(tree(comments(*[(n, n % 100_000 + 1) for n in range(1, 100_001)]))) == 1
