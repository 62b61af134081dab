"""From what is left of a blog to an archive on disk, with a report that accounts for every item."""

from sociable.importing.report import Report
from sociable.importing.running import NAME, Progress, run

__all__ = ["NAME", "Progress", "Report", "run"]
