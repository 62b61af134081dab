"""The Markdown of an archive, shown: CommonMark with GFM's tables and strikethrough, then sanitised.

Specifications: https://spec.commonmark.org/0.31.2/, https://github.github.com/gfm/ (tables, strikethrough). HTML in
the Markdown is shown as HTML, as far as the allow-list lets it. The engine is comrak.

Not handled, on purpose: typographic touch-up, smilies, addresses without a link, ids for headings. What WordPress
made of a text is in the Markdown already.
"""

from __future__ import annotations

import comrak

from sociable.markup.shortcut import sanitised


def render(markdown: str) -> str:
    """Return the clean HTML of ``markdown``."""
    return sanitised(raw(markdown))


def raw(markdown: str) -> str:
    """Return the HTML of ``markdown`` before it is sanitised: for further work on it, never for readers."""
    return comrak.render_markdown(markdown, extension_options=_EXTENSIONS, render_options=_RENDERING)


def _extensions() -> comrak.ExtensionOptions:
    options = comrak.ExtensionOptions()
    options.table = True
    options.strikethrough = True
    return options


def _rendering() -> comrak.RenderOptions:
    options = comrak.RenderOptions()
    options.unsafe_ = True
    return options


_EXTENSIONS = _extensions()
_RENDERING = _rendering()
