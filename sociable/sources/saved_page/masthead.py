"""What every page says of the blog: its address, its title and subtitle, its language."""

from __future__ import annotations

import re

from sociable.sources.saved_page.facts import SavedPage, by_id

_HOMES = (
    ("https://api.w.org/", "wp-json/"),
    ("EditURI", "xmlrpc.php?rsd"),
    ("pingback", "xmlrpc.php"),
    ("wlwmanifest", "wp-includes/wlwmanifest.xml"),
)
_FEED = re.compile(r"(?:/comments)?/feed/?$|/?\?feed=.*$")
_FEED_TITLE = re.compile(r"(.+?)\s+(?:»|›|–|-|\|)\s+(?:Comments )?Feed")


def home(page: SavedPage) -> str:
    """Return the blog's own address as far as this page tells, without a slash at its end."""
    for rel, ending in _HOMES:
        for node in page.links.get(rel.lower(), ()):
            href = page.resolve(node.attributes.get("href", ""))
            if href.endswith(ending):
                return href.removesuffix(ending).rstrip("/")
    for node in page.links.get("alternate", ()):
        href = page.resolve(node.attributes.get("href", ""))
        if "rss" in node.attributes.get("type", "") and _FEED.search(href) and page.kind == "listing":
            return _FEED.sub("", href).rstrip("/")
    for node in page.document.named("a"):
        if "home" in node.rel:
            return page.resolve(node.attributes.get("href", "")).rstrip("/")
    return ""


def site_title(page: SavedPage) -> str:
    """Return the blog's title as this page tells it."""
    if found := page.meta.get("og:site_name"):
        return found
    for link in page.links.get("alternate", ()):
        if title := _FEED_TITLE.fullmatch(link.attributes.get("title", "")):
            return title[1]
    document = page.document
    node = document.first("wp-block-site-title", "site-title") or by_id(document, "site-title", "blog-title")
    return document.words(node)


def description(page: SavedPage) -> str:
    """Return the blog's subtitle as this page tells it."""
    document = page.document
    node = document.first("wp-block-site-tagline", "site-description") or by_id(document, "site-description")
    return document.words(node)


def language(page: SavedPage) -> str:
    """Return the language that the page says it is in."""
    root = next(page.document.named("html"), None)
    return "" if root is None else root.attributes.get("lang") or root.attributes.get("xml:lang", "")
