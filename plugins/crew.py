"""Does many small pieces of work in as many processes as the machine has cores, where that pays.

Each process is a fork of this one, so that it knows all that is known and nothing has to be handed over; what it made
comes back through a pipe. A share that could not be done elsewhere is done here, so that what went wrong is said here,
and a process whose parent is gone ends at once. Where a system cannot fork, all is done here.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import pickle
from collections.abc import Callable, Sequence
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Any

from jinja2 import TemplateError

from sociable.errors import SociableError

FEW = 200
"""Pieces of work that are not worth a process of their own; each takes about half a millisecond."""

MOST = 4
"""Processes at most: each takes memory."""

Work = Sequence[Callable[[], None]]


def share(work: Work, report: Callable[[], Any], take: Callable[[Any], None]) -> None:
    """Do all of ``work``. In another process ``report`` says what was made there; ``take`` hears it here."""
    hands = min(_cores(), MOST, len(work) // FEW)
    if hands < 2 or "fork" not in multiprocessing.get_all_start_methods():
        for each in work:
            each()
        return
    gc.freeze()  # else the first collection of each process copies what they all have in common
    shares = [work[number::hands] for number in range(hands)]
    others = [(*_begin(each, report), each) for each in shares[1:]]
    for one in shares[0]:
        one()
    for process, pipe, each in others:
        made = _end(process, pipe)
        if made is None:
            for one in each:
                one()
        else:
            take(made)


def dismiss() -> None:
    """The work is done: let what is no longer needed be collected again, should this process go on."""
    gc.unfreeze()


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _begin(work: Work, report: Callable[[], Any]) -> tuple[BaseProcess, Connection]:
    """Start a process for ``work``; it tells through the pipe what it made."""
    fork = multiprocessing.get_context("fork")
    mine, its = fork.Pipe(duplex=False)
    process = fork.Process(target=_run, args=(work, report, its), daemon=True)
    process.start()
    its.close()
    return process, mine


def _run(work: Work, report: Callable[[], Any], pipe: Connection) -> None:
    """What the other process does; what is wrong is found again where its share is done then."""
    parent = os.getppid()
    try:
        for each in work:
            if os.getppid() != parent:
                return
            each()
        pipe.send_bytes(pickle.dumps(report(), 5))
    except (OSError, SociableError, TemplateError, KeyboardInterrupt):
        return


def _end(process: BaseProcess, pipe: Connection) -> Any:
    """What a process made; ``None`` if it did not come to its end."""
    try:
        told = pipe.recv_bytes()
    except EOFError:
        told = b""
    process.join()
    return pickle.loads(told) if told else None  # noqa: S301 - written by a fork of this very process
