"""From model values to an archive on disk, with a report that accounts for every item."""
