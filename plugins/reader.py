"""Reads what people write: the blog's posts and the site's pages, strictly, and turns their Markdown into HTML.

Replaces Pelican's own Markdown reader for this site: headers are read by ``sociable.vocabulary`` with every problem
of a file at once, and the body goes through Python-Markdown (extra, toc, admonition), typogrify and the sanitiser, in
that order. One Markdown instance serves all files. A file with problems is skipped here and ends the build later.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

from markdown import Markdown
from pelican import signals
from pelican.readers import BaseReader, Readers

from plugins import build as builds
from plugins import shape
from plugins.build import Build, shown
from plugins.typography import typography
from sociable import contentfile, vocabulary
from sociable.errors import SociableError
from sociable.markup.rewrite import rewrite
from sociable.markup.sanitise import sanitise
from sociable.model import Post

_INTRASITE = re.compile(r'((?:href|src)=")%7B(filename|static|attach)%7D')
"""Pelican's own links, whose braces the sanitiser has encoded as in any address."""

SKIPPED = {"status": "skip", "title": "", "slug": "skipped"}
"""What Pelican is told of a file with problems: they are gathered, and nothing is written anyway."""


@cache
def _markdown() -> Markdown:
    engine = Markdown(
        extensions=["extra", "toc", "admonition"],
        extension_configs={"toc": {"permalink": False}},
        output_format="html",
    )
    # asked for by number some 300 times a text, which its registry answers slowly
    engine.treeprocessors["inline"].inlinePatterns = list(engine.inlinePatterns)
    return engine


def html(markdown: str, base: str = "") -> str:
    """Render what people wrote: Markdown, then typographic quotes and dashes, then the sanitiser.

    Links from the site's root (``/principles/``) are put below ``base``, the path that the site lives under.
    """
    engine = _markdown()
    engine.reset()
    clean = _INTRASITE.sub(r"\1{\2}", sanitise(typography(engine.convert(markdown))))
    if not base:
        return clean

    def below(address: str) -> str:
        return base + address if address.startswith("/") and not address.startswith("//") else address

    return rewrite(clean, href=below, src=below)


class PeoplesReader(BaseReader):  # type: ignore[misc]
    """Pelican's way in. ``metadata["post"]`` carries the :class:`Post` that the headers said."""

    enabled = True
    file_extensions = ("md",)

    def read(self, source_path: str) -> tuple[str, dict[str, Any]]:
        """Return the HTML and metadata of a file of the blog or of the pages."""
        build = builds.of(self.settings)
        path = shown(source_path)
        try:
            text = contentfile.read_text(Path(source_path), path)
            post = _load(build, text, path, is_page=Path(source_path).is_relative_to(build.content / "pages"))
        except SociableError as error:
            build.take(error)
            return "", dict(SKIPPED)
        return shown_html(build, post.body), _metadata(post)


def shown_html(build: Build, markdown: str) -> str:
    """As :func:`html`; what an earlier build has made of the same text is not made again."""
    key = shape.digest(b"html", markdown.encode(), build.place.base.encode())
    made = build.texts.get(key)
    if made is None:
        build.texts.put(key, made := html(markdown, build.place.base))
    return str(made)


def _load(build: Build, text: str, path: str, *, is_page: bool) -> Post:
    if is_page:
        return vocabulary.load_page(text, path)
    key = shape.digest(b"post", path.encode(), text.encode(), build.known_by)
    post: Post | None = build.texts.get(key)
    if post is None:
        build.texts.put(key, post := vocabulary.load_article(text, path, build.vocabulary))
    return post


def _metadata(post: Post) -> dict[str, Any]:
    metadata = {
        "title": post.title,
        "slug": post.slug,
        "status": "published" if post.status == "publish" else "draft",
        "summary": post.excerpt,
        "post": post,
    }
    if post.date is not None:
        metadata["date"] = post.date
    if post.modified is not None:
        metadata["modified"] = post.modified
    return metadata


def use(readers: Readers) -> None:
    """Take the place of Pelican's Markdown reader."""
    readers.reader_classes["md"] = PeoplesReader


def register() -> None:
    """Plug in."""
    signals.readers_init.connect(use)
