"""Settings of the published site: as pelicanconf.py, at its real address, after a check of every archived byte.

Set SITEURL to yours.
"""

import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from pelicanconf import *  # noqa: F403 - Pelican's own way to build one settings file on another

SITEURL = os.environ.get("SITEURL", "https://sociable.example")
ARCHIVE_CHECK = "full"
