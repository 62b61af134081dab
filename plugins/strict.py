"""Ends a build that found problems: all of them at once, each with file, line and mend, before anything is written.

The one plugin that may raise ``SystemExit``: Pelican turns any other exception into a traceback. What Pelican itself
only warns of while it reads (a link to a file that is not there, say) counts as a problem too.
"""

from __future__ import annotations

import difflib
import logging
import sys
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NoReturn

from pelican import Pelican
from pelican.contents import Article
from pelican.generators import Generator
from pelican.log import LimitFilter
from pelican.settings import DEFAULT_CONFIG

from plugins import addresses, progress
from plugins import build as builds
from plugins.build import Build, shown
from sociable import vocabulary
from sociable.errors import Problem
from sociable.model import Post

PEOPLES = ("blog", "blog/comments", "pages", "principles", "organisations", "authors")
"""Folders of ``content/`` in which every file is read, and so must be Markdown."""


OURS = frozenset(
    "ARCHIVE_CHECK ARCHIVE_NOINDEX ENTRIES_PER_PAGE FEED_ENTRIES INCREMENTAL_WRITER REPLY_ADDRESS ROOT SITE_FOOTER "
    "SITE_NOTICE TODAY WRITING_PAGE".split()
)
"""Settings of this site's own; those that its plugins add while they run begin with SOCIABLE."""

UNSET = frozenset(
    [f"{page}_{what}" for page in "ARCHIVES AUTHORS CATEGORIES INDEX TAGS".split() for what in ("SAVE_AS", "URL")]
    + [
        f"{of}FEED_{kind}{what}"
        for of in ("", "AUTHOR_", "CATEGORY_", "TAG_", "TRANSLATION_")
        for kind in ("ATOM", "RSS")
        for what in ("", "_URL")
    ]
    + ["FEED_ALL_ATOM_URL", "FEED_ALL_RSS", "FEED_ALL_RSS_URL"]
    + [f"{of}_REGEX_SUBSTITUTIONS" for of in ("AUTHOR", "CATEGORY", "TAG")]
)
"""Settings that Pelican's own writer knows but has no value for."""


class Listener(logging.Handler):
    """Keeps what Pelican warns of, as problems."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.heard: list[Problem] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep one warning."""
        self.heard.append(Problem(record.getMessage(), mend="Pelican says so while reading; mend the file it names."))


def listen(pelican: Pelican) -> None:
    """Begin to listen to Pelican's own warnings, as if this were the process's first build.

    A build that ended before its time has left its listener behind; and a warning that was given once Pelican gives
    no more, though the file it names may be as wrong as before.
    """
    logger = logging.getLogger("pelican")
    for left in [handler for handler in logger.handlers if isinstance(handler, Listener)]:
        logger.removeHandler(left)
    LimitFilter._raised_messages.clear()
    LimitFilter._group_count.clear()
    pelican.settings["SOCIABLE_LISTENER"] = listener = Listener()
    logger.addHandler(listener)


def stop(pelican: Pelican) -> None:
    """Stop listening."""
    listener = pelican.settings.pop("SOCIABLE_LISTENER", None)
    if listener is not None:
        logging.getLogger("pelican").removeHandler(listener)


def check(generators: list[Generator]) -> None:
    """End the build with exit code 1 if anything is wrong."""
    settings = generators[0].settings
    build = builds.of(settings)
    found_articles = [one for generator in generators for one in _articles(generator)]
    articles = sorted((one.post for one in found_articles if hasattr(one, "post")), key=_path)
    listener: Listener = settings["SOCIABLE_LISTENER"]
    found = misspelt_settings(settings)
    if not build.is_unchanged:
        found += of_content(build, articles)
    if not build.is_stock:
        found += made_up(found_articles)
    problems = unique([*build.problems, *found, *listener.heard])
    if not problems:
        return
    settings.get("SOCIABLE_REPORT", _unheard)(problems)
    count = f"{len(problems)} problem{'' if len(problems) == 1 else 's'}"
    end(*problems, f"{count} found; nothing was written and the old output is as it was.")


def end(*words: object, code: int = 1) -> NoReturn:
    """End the build, saying why."""
    for each in words:
        print(each, file=sys.stderr)
    raise SystemExit(code)


def _unheard(problems: Iterable[Problem]) -> None:
    """Where nobody but the terminal waits for the problems of a build; ``SOCIABLE_REPORT`` may name one who does."""


def say(words: str) -> None:
    """Tell whoever builds the site something that is no problem."""
    print(words)


def of_content(build: Build, articles: Sequence[Post]) -> list[Problem]:
    """What is wrong with the content as a whole; single files were looked at as they were read."""
    return [
        *vocabulary.check_slugs(articles),
        *strangers(build),
        *lone_conversations(build),
        *taken_pages(build),
        *taken_organisations(build),
        *progress.problems(build),
    ]


def made_up(articles: Iterable[Article]) -> list[Problem]:
    """Articles that are no file of the blog, but a plugin's: this site's own writer has nothing to show of them."""
    return [
        Problem(
            f"the article “{one.title}” is a plugin’s, not a file of the blog, and would not be written",
            mend="Write INCREMENTAL_WRITER = False to have it written by Pelican, or do without the plugin.",
        )
        for one in articles
        if not hasattr(one, "post")
    ]


def _articles(generator: Generator) -> list[Article]:
    """All that was read of the blog."""
    return [*getattr(generator, "articles", ()), *getattr(generator, "drafts", ())]


def _path(post: Post) -> str:
    return post.source.path


def misspelt_settings(settings: Mapping[str, Any]) -> list[Problem]:
    """Settings that nothing knows but that look like one: Pelican would take no notice of them."""
    known = set(DEFAULT_CONFIG) | OURS | UNSET | {name for name in settings if name.startswith("SOCIABLE_")}
    return [
        Problem(f"unknown setting {name}; did you mean {near[0]}?", "pelicanconf.py", mend="Correct it.")
        for name in sorted(set(settings) - known)
        if name.isupper() and (near := difflib.get_close_matches(name, known, 1, 0.85))
    ]


def strangers(build: Build) -> list[Problem]:
    """Files in the folders that people write in which nothing would read."""
    return [
        Problem(
            f"{name} is no Markdown file, so nothing would read it",
            shown(build.content / folder / name),
            mend="Name it ….md, move it to content/images, or remove it.",
        )
        for folder, _, name in (path.rpartition("/") for path in build.sources)
        if folder in PEOPLES and not name.endswith(".md") and not name.startswith((".", "_"))
    ]


def lone_conversations(build: Build) -> list[Problem]:
    """Conversations whose post is not there."""
    return [
        Problem(
            "comments on no post",
            shown(build.content / path),
            mend=f"Name it as its post in {shown(build.content / 'blog')} is named, or remove it.",
        )
        for path in build.sources
        for folder, _, name in [path.rpartition("/")]
        if folder == "blog/comments" and name.endswith(".md") and not name.startswith((".", "_"))
        if f"blog/{name}" not in build.sources
    ]


def taken_pages(build: Build) -> list[Problem]:
    """Pages whose address the site itself uses."""
    return [
        Problem(
            f"the address /{page.slug}/ is the site’s own",
            page.post.source.path,
            mend="Rename the file, or give the page another `Slug: …`.",
        )
        for page in build.site_pages
        if page.slug in addresses.RESERVED
    ]


def taken_organisations(build: Build) -> list[Problem]:
    """Organisations whose ids would stand where a principle's listing has pages of its own."""
    return [
        Problem(
            f"the address /principles/…/{organisation.id}/ is the site’s own",
            organisation.path,
            mend=f"Rename the file, perhaps to {organisation.id}-council.md.",
        )
        for organisation in build.vocabulary.organisations.values()
        if organisation.id in addresses.RESERVED_BELOW
    ]


def unique(problems: Iterable[Problem]) -> list[Problem]:
    """Each problem once, file by file and line by line."""
    return sorted(dict.fromkeys(problems), key=lambda problem: (problem.path, problem.line or 0))
