"""Pelican's settings for this site. What a council changes stands in the first block; the rest makes it work."""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent
sys.path.insert(0, str(ROOT))

from plugins import (  # noqa: E402 - the line above makes them importable from anywhere
    archive,
    authors,
    blog,
    ending,
    organisations,
    principles,
    reader,
    run,
    serving,
    stock,
)

SITENAME = "The Sociable Organisation"
SITESUBTITLE = "Councils and NHS bodies, writing together about how to be sociable, inside and out."
SITEURL = ""
TIMEZONE = "Europe/London"
DEFAULT_LANG = "en-GB"

REPLY_ADDRESS = "talk@sociable.example"
"""Where readers write to reply to a post, to report a fault or to ask for a comment to be removed."""

WRITING_PAGE = "write-for-the-blog"
"""The page (by its slug) that says how to write a post: where nothing has been written yet, readers are sent there."""

SITE_FOOTER = (
    "A shared blog of councils and NHS bodies, beside the blogs it grew from. "
    "One line down the margin: still being written. Two lines: closed, and kept as it was."
)
"""What every page says of the site at its foot."""

SITE_NOTICE = "A sample site. Its teams are invented, and nothing here is a statement by the bodies named."
"""A line in the footer of every page; leave it empty for none."""

ENTRIES_PER_PAGE = 20
FEED_ENTRIES = 20

TODAY = ""
"""The day on which statements of progress are more than a year old, as 2026-11-22; empty, the day of the build."""

ARCHIVE_NOINDEX: list[str] = []
"""Archives (by the names of their folders) that search engines are asked to leave out; the site map leaves them out."""

ARCHIVE_CHECK = "quick"
"""How archives are checked against their seals: every byte ("full", as publishconf.py has it), or only files that were
touched since they were last read ("quick")."""

# What follows makes the site work and is seldom changed.
PATH = "content"
OUTPUT_PATH = "output"
THEME = str(ROOT / "theme")
INCREMENTAL_WRITER = True
"""False leaves the blog's pages to Pelican's own writer, and so to any theme made for Pelican (THEME = "notmyidea", or
the folder of one), with all its signals to plugins. Archives, principles and organisations look as ever."""

SOCIABLE_BUILDER = serving.Builder
"""What scripts/serve.py builds the site with, again and again in one process."""

PELICAN_CLASS = ending.StrictPelican
PLUGINS = [run, reader, archive, blog, principles, organisations, authors, stock]
ARTICLE_PATHS = ["blog"]
ARTICLE_EXCLUDES = ["blog/comments"]
PAGE_PATHS = ["pages"]
STATIC_PATHS = ["images"]
IGNORE_FILES = [".*", "_*"]
ARTICLE_URL = "blog/{date:%Y}/{date:%m}/{slug}/"
ARTICLE_SAVE_AS = ARTICLE_URL + "index.html"
PAGE_URL = "{slug}/"
PAGE_SAVE_AS = PAGE_URL + "index.html"
DELETE_OUTPUT_DIRECTORY = False
DEFAULT_PAGINATION = False
WITH_FUTURE_DATES = False
ARTICLE_TRANSLATION_ID = None
PAGE_TRANSLATION_ID = None
RELATIVE_URLS = False
CACHE_CONTENT = False
LOAD_CONTENT_CACHE = False

# Of what follows only Pelican's own writer takes notice: its pages get the addresses that they have had.
ARCHIVES_URL = "blog/"
ARCHIVES_SAVE_AS = ARCHIVES_URL + "index.html"
YEAR_ARCHIVE_URL = "blog/{date:%Y}/"
YEAR_ARCHIVE_SAVE_AS = YEAR_ARCHIVE_URL + "index.html"
MONTH_ARCHIVE_URL = "blog/{date:%Y}/{date:%m}/"
MONTH_ARCHIVE_SAVE_AS = MONTH_ARCHIVE_URL + "index.html"
TAGS_URL = "tags/"
TAGS_SAVE_AS = TAGS_URL + "index.html"
TAG_URL = "tags/{slug}/"
TAG_SAVE_AS = TAG_URL + "index.html"
AUTHORS_URL = "authors/"
AUTHORS_SAVE_AS = AUTHORS_URL + "index.html"
AUTHOR_URL = "authors/{slug}/"
AUTHOR_SAVE_AS = AUTHOR_URL + "index.html"
DRAFT_SAVE_AS = DRAFT_PAGE_SAVE_AS = ""
"""Drafts, and posts that wait for their date, are written nowhere; Pelican's own would be "drafts/{slug}.html"."""
FEED_ALL_ATOM = None
CATEGORY_FEED_ATOM = None
TRANSLATION_FEED_ATOM = None
AUTHOR_FEED_ATOM = None
AUTHOR_FEED_RSS = None
PAGINATION_PATTERNS = [
    (1, "{url}", "{save_as}"),
    (2, "{base_name}/page/{number}/", "{base_name}/page/{number}/index.html"),
]
