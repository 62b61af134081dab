"""From a list of comments, each naming the one it answers, to the tree of a conversation.

What old comments answer cannot be trusted to be a tree: parents are missing (withheld, or on another post), answer
each other in a circle, or stand 100,000 deep. An archive keeps what its blog held, so all this is put right here,
when it is read: every comment stands in the tree once. One whose parent is not among those given stands at the top;
in a circle the comment with the lowest id does, and the others answer from there. Nothing here recurses, and nothing
that walks the tree should.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sociable.model import Comment


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Node:
    """A comment and the replies to it, in the order they were given.

    Compared by identity and shown without its replies: both would recurse as deep as people argued.
    """

    comment: Comment
    replies: tuple[Node, ...]

    def __repr__(self) -> str:
        return f"<Node {self.comment.id}: {len(self.replies)} replies>"


def tree(comments: Iterable[Comment]) -> tuple[Node, ...]:
    """Return the comments that answer nobody, each with its replies below it.

    Of two comments with one id the first is taken, since an anchor can lead to one only.
    """
    given: dict[int, Comment] = {}
    for comment in comments:
        given.setdefault(comment.id, comment)
    return _grown(given, _replies(given))


def _replies(given: dict[int, Comment]) -> dict[int | None, list[int]]:
    """The ids that answer each id; below ``None`` those that stand at the top."""
    heads = _heads_of_circles(given)
    below: dict[int | None, list[int]] = {None: []}
    for comment in given.values():
        answers = comment.parent if comment.parent in given and comment.id not in heads else None
        below.setdefault(answers, []).append(comment.id)
    return below


def _heads_of_circles(given: dict[int, Comment]) -> set[int]:
    """The lowest id of every circle of comments that answer each other."""
    heads: set[int] = set()
    visited: set[int] = set()
    for start in given:
        trail: dict[int, None] = {}
        current: int | None = start
        while current is not None and current in given and current not in visited:
            visited.add(current)
            trail[current] = None
            current = given[current].parent
        if current in trail:
            steps = list(trail)
            heads.add(min(steps[steps.index(current) :]))
    return heads


def _grown(given: dict[int, Comment], below: dict[int | None, list[int]]) -> tuple[Node, ...]:
    """Build the nodes from the deepest up, so that each finds its replies ready."""
    order = list(below[None])
    for identity in order:
        order.extend(below.get(identity, ()))
    nodes: dict[int, Node] = {}
    for identity in reversed(order):
        nodes[identity] = Node(given[identity], tuple(nodes.pop(reply) for reply in below.get(identity, ())))
    return tuple(nodes[identity] for identity in below[None])
