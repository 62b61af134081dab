"""Builds the site, and again whenever something is saved, one build at a time.

What is saved during a build waits for the next. What changed before a build that failed is told to the builder again
with what changes later, since nothing of it has been built yet.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from sociable.errors import Problem
from sociable.serving.mishaps import Mishaps, Say, unreadable
from sociable.serving.site import Site

Builder = Callable[[frozenset[Path] | None], Sequence[Problem]]
"""Builds the site, told which files changed since the last build that went well (``None``: anything may have), and
returns all that is wrong: then nothing was written."""


def rounds(
    site: Site,
    build: Builder,
    changes: Iterable[frozenset[Path]],
    *,
    is_code: Callable[[Path], bool],
    ours: Path,
    say: Say,
) -> None:
    """Build now and after each of ``changes``, and tell ``site``; return when code was changed and can be read.

    Code is what a running process cannot take up anew: then the caller starts afresh. ``ours`` is the folder that
    mistakes are looked for in, and ``say`` takes what is for the terminal alone.
    """
    saved: frozenset[Path] | None = None
    code: frozenset[Path] = frozenset()
    for changed in changes:
        code |= frozenset(filter(is_code, changed))
        saved = None if saved is None else saved | changed - code
        if code:
            problems: Sequence[Problem] = unreadable((path for path in code if path.suffix == ".py"), ours)
            if not problems:
                return
            for problem in problems:
                say(str(problem))
        else:
            problems = _built(build, saved, ours, say)
            saved = saved if problems else frozenset()
        site.tell(problems)


def _built(build: Builder, saved: frozenset[Path] | None, ours: Path, say: Say) -> Sequence[Problem]:
    """What is wrong after a build."""
    found: Sequence[Problem] = ()
    with Mishaps(ours, say) as mishaps:
        found = build(saved)
    return [*found, *mishaps.problems]
