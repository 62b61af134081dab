"""Markdown of people that Pelican itself does not read, with its ``{filename}`` and ``{static}`` links resolved.

Principles, organisations, authors and comments are no articles of Pelican's, but those who write them expect its
links to work.
"""

from __future__ import annotations

from pathlib import Path

from pelican.contents import Page

from plugins import articles
from plugins.build import Build
from plugins.prose import prose
from plugins.reader import shown_html


def body(build: Build, markdown: str, path: str) -> str:
    """The HTML of a vocabulary page's body, as it can stand in a page."""
    return prose(resolved(build, markdown, path)) if markdown.strip() else ""


def resolved(build: Build, markdown: str, path: str) -> str:
    """The sanitised HTML of ``markdown``; ``path`` is the file it stands in, for links relative to it."""
    html = shown_html(build, markdown)
    if not articles.has_links(html):
        return html
    content = Page(
        html,
        metadata={"title": path, "slug": "vocabulary"},
        settings=build.settings,
        source_path=str(Path(path).resolve()),
        context=build.context,
    )
    return str(content.content)
