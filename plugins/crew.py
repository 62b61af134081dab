"""Does many small pieces of work in as many processes as the machine has cores, where that pays.

Each process is a fork of this one, so that it knows all that is known and nothing has to be handed over; what it made
comes back through a pipe. A share that could not be done elsewhere is done here, so that what went wrong is said here,
and a process whose parent is gone ends at once. Where a system cannot fork, or other threads run, all is done here.
"""

from __future__ import annotations

import gc
import os
import pickle
import threading
from collections.abc import Callable, Sequence
from typing import Any

FEW = 200
"""Pieces of work that are not worth a process of their own; each takes about half a millisecond."""

MOST = 4
"""Processes at most: each takes memory."""

Work = Sequence[Callable[[], None]]


def share(work: Work, report: Callable[[], Any], take: Callable[[Any], None]) -> None:
    """Do all of ``work``. In another process ``report`` says what was made there; ``take`` hears it here."""
    hands = min(_cores(), MOST, len(work) // FEW)
    if hands < 2 or not hasattr(os, "fork") or threading.active_count() > 1:
        _do(work)
        return
    gc.collect()
    gc.freeze()  # else the first collection of each process copies what they all have in common
    shares = [work[number::hands] for number in range(hands)]
    others = [(_begin(each, report), each) for each in shares[1:]]
    try:
        _do(shares[0])
        for (process, pipe), each in others:
            made = _end(process, pipe)
            if made is None:
                _do(each)
            else:
                take(made)
    finally:
        gc.unfreeze()


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _do(work: Work) -> None:
    for each in work:
        each()


def _begin(work: Work, report: Callable[[], Any]) -> tuple[int, int]:
    """Start a process for ``work``; return its number, and the pipe in which it will tell."""
    parent, (mine, its) = os.getpid(), os.pipe()
    process = os.fork()
    if process:
        os.close(its)
        return process, mine
    code = 1
    try:
        os.close(mine)
        for each in work:
            if os.getppid() != parent:
                break
            each()
        else:
            with os.fdopen(its, "wb") as pipe:
                pickle.dump(report(), pipe, 5)
            code = 0
    finally:
        os._exit(code)  # whatever is wrong is found again, and said, where the share is done then
    raise AssertionError


def _end(process: int, pipe: int) -> Any:
    """What a process made; ``None`` if it did not come to its end."""
    with os.fdopen(pipe, "rb") as read:
        data = read.read()
    _, status = os.waitpid(process, 0)
    return pickle.loads(data) if status == 0 else None  # noqa: S301 - written by a fork of this very process
