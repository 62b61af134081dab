"""What a build reads, in one digest: if it is that of the last build, there is nothing to do.

All that people wrote is read and digested, pictures by their marks (see :mod:`plugins.marks`). Of an archive the lock
stands for the bag, every file of which is checked against it in every build.
"""

from __future__ import annotations

from datetime import UTC, datetime

from plugins import shape
from plugins.build import Build


def digest(build: Build) -> bytes:
    """A digest of all that this build reads, and of the day it has."""
    parts = [build.shape, build.today.isoformat().encode()]
    for name, found in build.sources.items():
        parts += name.encode(), found or build.marks.digest(build.content / name)
    return shape.digest(*parts)


def is_unchanged(build: Build) -> bool:
    """Whether everything is as it was when the output was written, and the output as it was left."""
    ledger = build.pages.ledger
    if build.problems or build.pages.scratch is None or ledger.is_touched:
        return False
    is_due = ledger.until is not None and datetime.now(UTC) >= ledger.until
    return bool(ledger.inputs) and ledger.inputs == build.inputs and not is_due
