"""Makes the catalogue behind every listing: one :class:`Item` a post, whether of the blog or of an archive.

Made once, when everything has been read and before anything is written. ``filing`` decides by which principles and
for which organisations a post is listed.
"""

from __future__ import annotations

import html as html_entities
import re
from collections.abc import Mapping

from pelican.generators import ArticlesGenerator, Generator, PagesGenerator

from plugins import addresses, filing
from plugins import build as builds
from plugins.build import Build
from plugins.conversations import read_conversation
from plugins.filing import Filing
from plugins.items import Catalogue, Item, Person
from sociable.archive.addresses import author_path
from sociable.archive.folder import Archive
from sociable.model import Post

SUMMARY_LENGTH = 200
"""Characters of a post's opening that stand for a summary it does not have; about two lines of a listing."""


def summary(post: Post, html: str) -> str:
    """What a listing says of a post: its own summary, else its opening words, cut at a word."""
    if post.excerpt:
        return _words(post.excerpt)
    text = _words(html[: 20 * SUMMARY_LENGTH])
    if len(text) <= SUMMARY_LENGTH:
        return text
    return text[:SUMMARY_LENGTH].rsplit(" ", 1)[0].rstrip(",;:-–— ") + " …"


def _words(html: str) -> str:
    text = re.sub(r"<(?:figcaption|pre|h[1-6])\b.*?</(?:figcaption|pre|h[1-6])>", " ", html, flags=re.S)
    return " ".join(html_entities.unescape(re.sub(r"<[^>]*>?", " ", text)).split())


def blog_items(build: Build, articles: ArticlesGenerator) -> list[Item]:
    """The published articles as items, with their conversations."""
    return [_blog_item(build, article) for article in articles.articles]


def _blog_item(build: Build, article: object) -> Item:
    post: Post = article.post
    people = tuple(Person(build.vocabulary.authors[name].name, addresses.author_path(name)) for name in post.authors)
    filed = filing.of_blog(build, post)
    return Item(
        post=post,
        path=addresses.post_path(post.slug, post.date.date()),
        voice="blog",
        html=article.content,
        summary=summary(post, article.content),
        people=people,
        organisations=filed.belonging.organisations,
        principles=filed.principles,
        comments=read_conversation(build, article.source_path),
    )


def archive_items(build: Build, archive: Archive) -> list[Item]:
    """The posts of an archive as items."""
    renderer, cabinet = build.renderers[archive.name], filing.Cabinet(build, archive)
    names = {author.id: author.name for author in archive.authors}
    return [
        _archive_item(archive, post, renderer.html(post, post.body), _people(archive, post, names), cabinet.file(post))
        for post in archive.posts
    ]


def _people(archive: Archive, post: Post, names: Mapping[str, str]) -> tuple[Person, ...]:
    """Who wrote it, each with the listing that the old blog had of them."""
    return tuple(
        Person(names.get(name, name), addresses.archive_path(archive.name, author_path(name))) for name in post.authors
    )


def _archive_item(archive: Archive, post: Post, html: str, people: tuple[Person, ...], filed: Filing) -> Item:
    return Item(
        post=post,
        path=addresses.archive_path(archive.name, post.path),
        voice="archived",
        html=html,
        summary=summary(post, html),
        people=people,
        organisations=filed.belonging.organisations,
        principles=filed.principles,
        comments=post.comments,
        archive=archive.name,
        origin=archive.about.title,
    )


def make(generators: list[Generator]) -> None:
    """Make the catalogue of this build: everything has been read."""
    articles = next(generator for generator in generators if isinstance(generator, ArticlesGenerator))
    build = builds.of(articles.settings)
    build.context = articles.context
    build.site_pages = next(g for g in generators if isinstance(g, PagesGenerator)).pages
    items = blog_items(build, articles)
    for archive in build.archives:
        items.extend(archive_items(build, archive))
    build.catalogue = Catalogue(tuple(sorted(items, key=lambda item: item.key, reverse=True)))
