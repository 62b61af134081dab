"""Bodies of vocabulary pages: Markdown to HTML, with Pelican's own ``{filename}`` and ``{static}`` links resolved.

Principles, organisations and authors are no articles of Pelican's, but those who write them expect its links to work.
"""

from __future__ import annotations

from pathlib import Path

from pelican.contents import Page

from plugins.build import Build
from plugins.prose import prose
from plugins.reader import html


def body(build: Build, markdown: str, path: str) -> str:
    """The HTML of a vocabulary page's body; ``path`` is the file it stands in, for links relative to it."""
    if not markdown.strip():
        return ""
    content = Page(
        html(markdown),
        metadata={"title": path, "slug": "vocabulary"},
        settings=build.settings,
        source_path=str(Path(path).resolve()),
        context=build.context,
    )
    return prose(content.content)
