"""Symmetric linear equations, solved the same way everywhere: the Cholesky factor of a matrix, and what it solves.

For the few hundred to few thousand rows of a set of labelled texts; n rows take n³/6 multiplications.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from operator import mul

Row = list[float]


def factor(matrix: Sequence[Sequence[float]]) -> list[Row]:
    """Give the lower triangle whose product with its own transpose is ``matrix``; its rows grow from 1 to n.

    Only the lower triangle of ``matrix``, which must be positive definite, is read.
    """
    lower: list[Row] = []
    for i, given in enumerate(matrix):
        row: Row = []
        for j in range(i):
            row.append((given[j] - sum(map(mul, row, lower[j]))) / lower[j][j])
        row.append(math.sqrt(given[i] - sum(map(mul, row, row))))
        lower.append(row)
    return lower


def solve(lower: Sequence[Row], right: Sequence[float]) -> Row:
    """Solve the equations whose matrix has the factor ``lower``."""
    found: Row = []
    for i, row in enumerate(lower):
        found.append((right[i] - sum(map(mul, row, found))) / row[i])
    for i in range(len(lower) - 1, -1, -1):
        row = lower[i]
        found[i] /= row[i]
        part = found[i]
        for j in range(i):
            found[j] -= part * row[j]
    return found


def inverse_diagonal(lower: Sequence[Row], count: int) -> Row:
    """Give the first ``count`` values on the diagonal of the inverse of the matrix that has the factor ``lower``."""
    return [_inverse_at(lower, place) for place in range(count)]


def _inverse_at(lower: Sequence[Row], place: int) -> float:
    found = [1.0 / lower[place][place]]
    for row in lower[place + 1 :]:
        found.append(-sum(map(mul, row[place:-1], found)) / row[-1])
    return math.fsum(map(mul, found, found))
