"""Pelican's own writer in place of this site's: for any theme made for Pelican, by INCREMENTAL_WRITER = False.

The theme then has what themes and plugins of Pelican expect: posts, pages, tags, authors, categories and feeds, by
Pelican's settings, with its whole context and every signal. What no such theme knows, archives, principles and
organisations, is written beside it from this project's own templates; what it knows nothing of on a post (principles,
organisations, conversation) is shown below it, by the template in ``theme/stock``. Every build is a cold one.

Themes print titles and names as they are, some after ``striptags``, which turns ``&lt;`` to ``<`` again. So none of
their characters may matter to HTML; see :func:`plain`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import unescape
from pathlib import Path
from typing import Any

from pelican import Pelican, signals
from pelican.contents import Article
from pelican.generators import ArticlesGenerator, Generator
from pelican.urlwrappers import Author, Tag

from plugins import blog, cells, feeds, listings, shape, strict
from plugins import build as builds
from plugins.build import Build
from plugins.items import Item
from plugins.parts import Aside, Link
from plugins.slugs import slugs
from sociable.errors import Problem

TEMPLATES = shape.ROOT / "theme" / "stock"

_OPENING_QUOTE = re.compile(r'(?<![^\s(\[])"')
_PLAIN = str.maketrans({"&": "&amp;", "<": "‹", ">": "›", '"': "”", "'": "’"})


def plain(text: str) -> str:
    """``text`` as HTML that says no more than that, unescaped or not, between tags and in attributes."""
    return _OPENING_QUOTE.sub("“", text).translate(_PLAIN)


def settings(pelican: Pelican) -> dict[str, Any]:
    """What is set for such a run."""
    given = pelican.settings
    known = "!theme" if Path(pelican.theme, "templates", "article.html").is_file() else "!simple"
    return {
        "THEME_TEMPLATES_OVERRIDES": [*given["THEME_TEMPLATES_OVERRIDES"], str(TEMPLATES)],
        "JINJA_GLOBALS": {**given["JINJA_GLOBALS"], "SOCIABLE_ARTICLE": f"{known}/article.html"},
        "SOCIABLE_STATIC": ["static"],
    }


def tell(generator: Generator, metadata: dict[str, Any]) -> None:
    """Give an article or a page the metadata that Pelican's own reader would have given it."""
    build, post = builds.of(generator.settings), metadata.get("post")
    if post is None or not build.is_stock:
        return
    metadata["title"] = plain(post.title)
    del metadata["summary"]  # without one Pelican takes the opening words
    if post.excerpt:
        metadata["summary"] = f"<p>{plain(post.excerpt)}</p>"
    if post.tags:
        metadata["tags"] = [Tag(plain(name), generator.settings) for name in post.tags]
    if post.authors:
        metadata["authors"] = [_author(build, name) for name in post.authors]


def _author(build: Build, name: str) -> Author:
    author = Author(plain(build.vocabulary.authors[name].name), build.settings)
    author.slug = name
    return author


def name_tags(generator: ArticlesGenerator) -> None:
    """Give the tags of published posts the addresses that they have on this site."""
    if builds.of(generator.settings).is_stock:
        posts = [article.post for article in generator.articles if hasattr(article, "post")]
        given = slugs(name for post in posts for name in post.tags)
        known = {plain(name).strip(): slug for name, slug in given.items()}
        for article in generator.articles:
            for tag in getattr(article, "tags", ()):
                if tag.name in known:
                    tag.slug = known[tag.name]


def prepare(build: Build, context: dict[str, Any]) -> None:
    """Tell the theme of what it does not know: the rest of the site, and what belongs to a post."""
    context[builds.KEY] = build
    context["OUTPUT_PATH"] = build.settings["OUTPUT_PATH"]
    context.setdefault("MENUITEMS", [(link.text, link.href) for link in listings.site(build).navigation[1:]])
    items = {item.path: item for item in build.catalogue.blog()}
    for article in context["articles"]:
        if article.url in items:
            _attach(build, article, items[article.url])


def _attach(build: Build, article: Article, item: Item) -> None:
    known, component = build.vocabulary.principles, build.pages.environment.component
    marks = zip(listings.marks(build, item.principles), item.principles, strict=True)
    asides = (
        Aside("Principles", tuple(Link(cells.name(known[name]), mark.href) for mark, name in marks)),
        Aside("Organisations", listings.organisations(build, item.organisations)),
    )
    article.filed = component("components/filed.html").filed(tuple(aside for aside in asides if aside.links))
    talk = blog.conversation(build, item)
    article.conversation = component("components/conversation.html").conversation(talk) if talk else ""


def complete(build: Build) -> None:
    """Write the page for addresses that lead nowhere, and the blog's feed at its own address, where there is none."""
    if not (build.pages.root / "404.html").exists():
        blog.write_not_found(build)
    if not (build.pages.root / "blog" / "feed.atom").exists():
        feeds.write(build, "blog/", "Blog", build.settings["SITESUBTITLE"], build.catalogue.blog())


def check(build: Build) -> None:
    """End the build if two pages were to stand at one address."""
    problems = [
        Problem(
            f"Pelican writes {path}, which is the address of an archive, a principle or an organisation",
            "pelicanconf.py",
            mend="Set the …_SAVE_AS and …_URL of that page to another.",
        )
        for path in sorted(build.theirs.keys() & build.pages.rows.keys())
    ]
    if problems:
        strict.end(*problems, "The old output is as it was.")


def note_page(path: str, context: Mapping[str, Any]) -> None:
    """Remember a page that Pelican has written, and when it last said something new."""
    build: Build | None = context.get(builds.KEY)
    if build is not None:
        shown = context.get("article") or context.get("page")
        changed = getattr(shown, "modified", None) or getattr(shown, "date", None)
        if getattr(shown, "status", "published") == "published":
            build.theirs[Path(path).relative_to(build.pages.root).as_posix()] = changed


def mend_feed(context: Mapping[str, Any], feed: Any) -> None:
    """Give the names in a feed as text, which is what a feed wants."""
    if builds.KEY in context:
        for item in feed.items:
            item["author_name"] = unescape(item["author_name"] or "") or None
            item["categories"] = tuple(unescape(name) for name in item["categories"] or ())


def register() -> None:
    """Plug in; the rest of this module is called by ``run``."""
    signals.article_generator_context.connect(tell)
    signals.page_generator_context.connect(tell)
    signals.article_generator_pretaxonomy.connect(name_tags)
    signals.content_written.connect(note_page)
    signals.feed_generated.connect(mend_feed)
