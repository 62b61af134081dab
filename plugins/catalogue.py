"""Makes the catalogue behind every listing: one :class:`Item` a post, whether of the blog or of an archive.

Made once, when everything has been read and before anything is written. ``filing`` decides by which principles and
for which organisations a post is listed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from pelican.generators import ArticlesGenerator, Generator, PagesGenerator

from plugins import addresses, articles, filing, shape
from plugins import build as builds
from plugins.build import Build
from plugins.conversations import read_conversation
from plugins.filing import Filing
from plugins.intrasite import resolved
from plugins.items import Catalogue, Item, Person
from plugins.shelves import Shelf, Talk, light, words
from sociable.archive.addresses import author_path
from sociable.model import Comment, Post


def blog_items(build: Build, generator: ArticlesGenerator) -> list[Item]:
    """The published articles as items, with their conversations; one that a plugin made out of nothing is none."""
    return [_blog_item(build, article) for article in generator.articles if hasattr(article, "post")]


def _blog_item(build: Build, article: Any) -> Item:
    post: Post = article.post
    html, comments = articles.html(article), read_conversation(build, article.relative_source_path)
    path = article.url if build.is_stock else addresses.post_path(post.slug, post.date.date())
    shown = html, *_linked(build, post, comments)
    told = path, shown, comments, post, build.known_by
    item = build.memory.recall("item", told, lambda: _item(build, post, path, shown, comments), post.source.path)
    build.bodies.articles[path], build.bodies.talks[path] = html, comments
    return item


def _linked(build: Build, post: Post, comments: Iterable[Comment]) -> list[str]:
    """What is said below a post with links of Pelican's own in it: they lead elsewhere where another post moves."""
    return [resolved(build, comment.body, post.source.path) for comment in comments if articles.has_links(comment.body)]


def _item(build: Build, post: Post, path: str, shown: Iterable[str], comments: tuple[Comment, ...]) -> Item:
    people = tuple(Person(build.vocabulary.authors[name].name, build.author_path(name)) for name in post.authors)
    filed = _filing(build, post)
    talk = Talk.of(comments)
    return Item(
        post=post,
        path=path,
        voice="blog",
        words=shape.digest(*(one.encode() for one in shown), words(replace(post, comments=comments))),
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
    generator = next(one for one in generators if isinstance(one, ArticlesGenerator))
    build = builds.of(generator.settings)
    build.context = generator.context
    build.site_pages = next(g for g in generators if isinstance(g, PagesGenerator)).pages
    build.until = min(
        (one.date for one in generator.drafts if hasattr(one, "post") and one.post.status == "publish"), default=None
    )
    build.counts = len(generator.articles), len(build.site_pages)
    items = blog_items(build, generator)
    for shelf in build.bodies.shelves.values():
        items.extend(_archived(build, shelf))
    ordered = tuple(sorted(items, key=lambda item: item.key, reverse=True))
    build.catalogue = Catalogue(ordered, build.memory.get("catalogue"))
    build.memory.keep("catalogue", build.catalogue)


def _archived(build: Build, shelf: Shelf) -> Iterable[Item]:
    """The items of an archive; they are the same for the whole life of a process while its seal is."""
    return build.memory.recall("archived", shelf.key, lambda: tuple(archive_items(shelf)), shelf.name)
