"""Settings of the site to measure stock Pelican with."""

from pathlib import Path

HERE = Path(__file__).resolve().parent

SITENAME = "The Sociable Organisation"
SITEURL = ""
TIMEZONE = "Europe/London"
DEFAULT_LANG = "en"
PATH = "content"
OUTPUT_PATH = "output"
THEME = str(HERE / "theme")
PLUGIN_PATHS = [str(HERE)]
PLUGINS = ["same_site"]
ARTICLE_PATHS = ["blog", "old"]
PAGE_PATHS = ["pages"]
STATIC_PATHS = ["archive"]
DEFAULT_PAGINATION = 20
PAGINATED_TEMPLATES = {"listing": 20}
PAGINATION_PATTERNS = (
    (1, "{base_name}/", "{base_name}/index.html"),
    (2, "{base_name}/page/{number}/", "{base_name}/page/{number}/index.html"),
)
FEED_MAX_ITEMS = 20
RSS_FEED_SUMMARY_ONLY = False
SUMMARY_MAX_LENGTH = 40
DIRECT_TEMPLATES: list[str] = []
ARTICLE_TRANSLATION_ID = None
PAGE_TRANSLATION_ID = None
AUTHOR_SAVE_AS = CATEGORY_SAVE_AS = TAG_SAVE_AS = ""
FEED_ALL_ATOM = CATEGORY_FEED_ATOM = TRANSLATION_FEED_ATOM = AUTHOR_FEED_ATOM = AUTHOR_FEED_RSS = None
