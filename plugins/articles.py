"""Pelican's articles: those whose files have not changed are taken over from the last build of the process.

Pelican asks its generator of articles for what is cached of a file before it reads that, and offers what it has read;
here memory answers. An article holds on to the settings and the context of its run, by which its links are resolved:
both are exchanged. A text without a brace or a bar has no link that Pelican would resolve, and stays what it is.
"""

from __future__ import annotations

import os
from functools import partial
from typing import Any

from pelican.contents import Article, Content
from pelican.generators import ArticlesGenerator
from pelican.writers import Writer

from plugins import build as builds


def html(article: Article) -> str:
    """The text of an article, its links resolved."""
    return str(article.content if has_links(article._content) else article._content)


def has_links(html: str) -> bool:
    """Whether Pelican's setting INTRASITE_LINK_REGEX could find anything: it begins with one of two characters."""
    return "{" in html or "|" in html


def begin() -> None:
    """Forget the texts of earlier runs, which Pelican remembers for ever by article: links may lead elsewhere now."""
    for method in (Content.get_content, Content.get_summary):
        method.cache.clear()


def lend(generator: ArticlesGenerator) -> None:
    """Spare the generator what comes to nothing, unless another plugin may do something to an article.

    Where something is remembered, its questions are answered from memory.
    """
    build = builds.of(generator.settings)
    if not build.is_alone:
        return
    generator.add_source_path = partial(_add_source_path, generator)
    generator.add_static_links = partial(_add_static_links, generator)
    generator.generate_pages = _write_nothing
    if build.memory.is_kept:
        generator.get_cached_data = partial(_known, generator)
        generator.cache_data = partial(_keep, generator)


def _known(generator: ArticlesGenerator, file: str, default: Any) -> Any:
    build, name = builds.of(generator.settings), file.replace(os.sep, "/")
    build.doubt("article", name)
    article = build.memory.get("article", (build.sources.get(name), build.known_by), name)
    if article is None or (article.status == "draft" and article.post.status == "publish"):
        return default  # the time of a post that waits for its date may have come
    article.settings, article._context = generator.settings, generator.context
    for name in (article.category, *getattr(article, "authors", ())):
        name.settings = generator.settings
    return article


def _keep(generator: ArticlesGenerator, file: str, article: Article) -> None:
    build, name = builds.of(generator.settings), file.replace(os.sep, "/")
    build.memory.keep("article", article, (build.sources.get(name), build.known_by), name)


def _write_nothing(writer: Writer) -> None:
    """Not even ask every article where it would be written: what Pelican writes goes nowhere."""


def _add_source_path(generator: ArticlesGenerator, article: Article) -> None:
    """As Pelican does, without asking again where the article lies."""
    generator.context["generated_content"][article.relative_source_path] = article


def _add_static_links(generator: ArticlesGenerator, article: Article) -> None:
    """As Pelican does, where there may be any."""
    if has_links(article._content):
        generator.context["static_links"] |= article.get_static_links()
