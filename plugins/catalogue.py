"""Makes the catalogue behind every listing: one :class:`Item` a post, whether of the blog or of an archive.

Made once, when everything has been read and before anything is written. Here it is decided who wrote a post, for
which organisations (what the post says; else the authors' affiliations on its date; else, for an archive, its
owner) and by which principles it is filed.
"""

from __future__ import annotations

import html as html_entities
import re
from collections.abc import Mapping

from pelican.generators import ArticlesGenerator, Generator, PagesGenerator

from plugins import addresses
from plugins import build as builds
from plugins.build import Build
from plugins.conversations import read_conversation
from plugins.items import Catalogue, Item, Person
from sociable.archive.addresses import author_path
from sociable.archive.folder import Archive
from sociable.errors import SociableError
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
    day = post.date.date()
    return Item(
        post=post,
        path=addresses.post_path(post.slug, day),
        voice="blog",
        html=article.content,
        summary=summary(post, article.content),
        people=people,
        organisations=post.organisations or build.vocabulary.organisations_of(post.authors, day),
        principles=post.principles,
        comments=read_conversation(build, article.source_path),
    )


def archive_items(build: Build, archive: Archive) -> list[Item]:
    """The posts of an archive as items."""
    renderer = build.renderers[archive.name]
    names = {author.id: author.name for author in archive.authors}
    return [_archive_item(build, archive, post, renderer.html(post, post.body), names) for post in archive.posts]


def _archive_item(build: Build, archive: Archive, post: Post, html: str, names: Mapping[str, str]) -> Item:
    people = tuple(
        Person(names.get(name, name), addresses.archive_path(archive.name, author_path(name))) for name in post.authors
    )
    return Item(
        post=post,
        path=addresses.archive_path(archive.name, post.path),
        voice="archived",
        html=html,
        summary=summary(post, html),
        people=people,
        organisations=post.organisations or _organisations(build, archive, post, people),
        principles=post.principles,
        comments=post.comments,
        archive=archive.name,
        origin=archive.about.title,
    )


def _organisations(build: Build, archive: Archive, post: Post, people: tuple[Person, ...]) -> tuple[str, ...]:
    known = [author for person in people if (author := _find(build, person.name))]
    if known and post.date:
        found = build.vocabulary.organisations_of(known, post.date.date())
        if found:
            return found
    if not archive.about.organisation:
        return ()
    try:
        return (build.vocabulary.organisation(archive.about.organisation).id,)
    except SociableError as error:
        build.take(error)
        return ()


def _find(build: Build, name: str) -> str:
    """The id of the vocabulary's author of that name, or nothing."""
    wanted = name.casefold()
    return next((key for key, author in build.vocabulary.authors.items() if author.name.casefold() == wanted), "")


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
