"""Makes the catalogue behind every listing: one :class:`Item` a post, whether of the blog or of an archive.

Made once, when everything has been read and before anything is written. ``filing`` decides by which principles and
for which organisations a post is listed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from pelican.generators import ArticlesGenerator, Generator, PagesGenerator

from plugins import addresses, filing, shape
from plugins import build as builds
from plugins.build import Build
from plugins.conversations import read_conversation
from plugins.filing import Filing
from plugins.items import Catalogue, Item, Person
from plugins.shelves import Shelf, Talk, light, words
from sociable.archive.addresses import author_path
from sociable.model import Post


def blog_items(build: Build, articles: ArticlesGenerator) -> list[Item]:
    """The published articles as items, with their conversations."""
    return [_blog_item(build, article) for article in articles.articles]


def _blog_item(build: Build, article: object) -> Item:
    post: Post = article.post
    people = tuple(Person(build.vocabulary.authors[name].name, addresses.author_path(name)) for name in post.authors)
    filed = _filing(build, post)
    path = addresses.post_path(post.slug, post.date.date())
    html, comments = article.content, read_conversation(build, article.source_path)
    build.bodies.articles[path], build.bodies.talks[path] = html, comments
    talk = Talk.of(comments)
    return Item(
        post=post,
        path=path,
        voice="blog",
        words=shape.digest(html.encode(), words(replace(post, comments=comments))),
        people=people,
        organisations=filed.belonging.organisations,
        principles=filed.principles,
        said=talk.said,
        spoken=talk.newest,
    )


def _filing(build: Build, post: Post) -> Filing:
    key = shape.digest(b"filing", words(post), post.source.path.encode(), build.known_by)
    found: Filing | None = build.texts.get(key)
    if found is None:
        build.texts.put(key, found := filing.of_blog(build, post))
    return found


def archive_items(shelf: Shelf) -> Iterator[Item]:
    """The posts of an archive as items."""
    archive, names = shelf.archive, {author.id: author.name for author in shelf.archive.authors}
    people = {
        name: Person(names.get(name, name), addresses.archive_path(archive.name, author_path(name)))
        for name in {name for post in archive.posts for name in post.authors}
    }
    origin = archive.about.title
    for post in archive.posts:
        card, (principles, organisations) = shelf.cards[post.path], shelf.filed[post.path]
        yield Item(
            post=light(post),
            path=addresses.archive_path(archive.name, post.path),
            voice="archived",
            words=card.words,
            people=tuple(people[name] for name in post.authors),
            organisations=organisations,
            principles=principles,
            said=card.talk.said,
            spoken=card.talk.newest,
            archive=archive.name,
            origin=origin,
        )


def make(generators: list[Generator]) -> None:
    """Make the catalogue of this build: everything has been read."""
    articles = next(generator for generator in generators if isinstance(generator, ArticlesGenerator))
    build = builds.of(articles.settings)
    build.context = articles.context
    build.site_pages = next(g for g in generators if isinstance(g, PagesGenerator)).pages
    build.until = min((one.date for one in articles.drafts if one.post.status == "publish"), default=None)
    build.counts = len(articles.articles), len(build.site_pages)
    items = blog_items(build, articles)
    for shelf in build.bodies.shelves.values():
        items.extend(archive_items(shelf))
    build.catalogue = Catalogue(tuple(sorted(items, key=lambda item: item.key, reverse=True)))
