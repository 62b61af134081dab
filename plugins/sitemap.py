"""The site map (https://www.sitemaps.org/protocol.html): every page, with the date it last said something new.

A page that lists others has the date of the newest thing on it; one without any date has none. Files of more than
50,000 addresses are split, as the protocol asks, under an index.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from xml.sax.saxutils import escape

from pelican import Pelican

from plugins import build as builds
from plugins.build import Build

MOST = 50_000
_OPEN = '<?xml version="1.0" encoding="utf-8"?>\n<{0} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'


def write(pelican: Pelican) -> None:
    """Write ``sitemap.xml`` and ``robots.txt`` once all pages are written; a site without an address has neither."""
    build = builds.of(pelican.settings)
    if not build.place.url:
        return
    theirs = {path.removesuffix("index.html"): when for path, when in build.theirs.items() if path.endswith(".html")}
    pages = sorted(item for item in (theirs | build.pages.written).items() if not build.is_hidden(item[0]))
    parts = [pages[start : start + MOST] for start in range(0, len(pages), MOST)]
    if len(parts) == 1:
        _put(build, "sitemap.xml", urlset(build, parts[0]))
    else:
        for number, part in enumerate(parts, start=1):
            _put(build, f"sitemap-{number}.xml", urlset(build, part))
        _put(build, "sitemap.xml", index(build, len(parts)))
    _put(build, "robots.txt", f"User-agent: *\nAllow: /\nSitemap: {build.place.canonical('sitemap.xml')}\n".encode())


def _put(build: Build, path: str, data: bytes) -> None:
    """Write a file; one that somebody else has written is left alone."""
    if not (build.is_stock and (build.pages.root / path).exists()):
        build.pages.put(path, data)


def urlset(build: Build, pages: Sequence[tuple[str, datetime | None]]) -> bytes:
    """One site map."""
    lines = "".join(
        f"<url><loc>{escape(build.place.canonical(path))}</loc>"
        + (f"<lastmod>{changed.isoformat(timespec='seconds')}</lastmod>" if changed else "")
        + "</url>\n"
        for path, changed in pages
    )
    return f"{_OPEN.format('urlset')}{lines}</urlset>\n".encode()


def index(build: Build, count: int) -> bytes:
    """The index of ``count`` site maps."""
    lines = "".join(
        f"<sitemap><loc>{escape(build.place.canonical(f'sitemap-{number}.xml'))}</loc></sitemap>\n"
        for number in range(1, count + 1)
    )
    return f"{_OPEN.format('sitemapindex')}{lines}</sitemapindex>\n".encode()
