"""Turn answers of WordPress.com's own interface, version 1.1, into the form of WordPress's.

https://developer.wordpress.com/docs/api/1.1/: numbers are called ``ID``, addresses ``URL``; a post's author, terms
and files stand in it; lists stand in an object beside their number. A date is the blog's own, with its offset.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from sociable.sources.rest.answers import Answer

LISTS = frozenset({"posts", "comments", "users", "media", "categories", "tags", "sites", "authors"})
"""What a list is called in the object around it."""


def translated(answer: Answer) -> Iterator[Answer]:
    """Yield what ``answer`` holds in WordPress's form: itself, if that is its form already."""
    if "found" in answer.data:
        name = next((name for name in answer.data if name in LISTS), "")
        for one in answer.objects(name):
            yield Answer(_object(one, name), answer.path, answer.line)
    elif answer.number("ID") is not None:
        yield Answer(_object(answer, ""), answer.path, answer.line)
    else:
        yield answer


def _object(answer: Answer, listed: str) -> Mapping[str, Any]:
    """Return an object that stood in the list called ``listed``, or alone."""
    has = answer.data.keys()
    if listed == "posts" or {"content", "slug", "type"} <= has:
        return _post(answer)
    if listed == "comments" or {"content", "post"} <= has:
        return _comment(answer)
    if listed == "media" or "mime_type" in has:
        return _media(answer)
    if listed in ("users", "authors") or "nice_name" in has:
        return _user(answer)
    if listed in ("categories", "tags") or ("post_count" in has and "slug" in has):
        is_category = listed == "categories" or (not listed and "parent" in has)
        return _term(answer, "category" if is_category else "post_tag")
    if "URL" in has and "name" in has:
        return {"namespaces": [], **_named(answer), "home": answer.text("URL")}
    return answer.data


def _post(answer: Answer) -> Mapping[str, Any]:
    terms = {
        "categories": [_term(one, "category") for one in _values(answer, "categories")],
        "tags": [_term(one, "post_tag") for one in _values(answer, "tags")],
    }
    files = [_media(one) for one in _values(answer, "attachments")]
    author = [_user(one) for one in answer.objects("author")]
    return {
        "id": answer.number("ID"),
        **_dates(answer, "date"),
        **_dates(answer, "modified"),
        **{name: answer.value(name) for name in ("slug", "status", "type", "sticky", "format", "menu_order")},
        "link": answer.text("URL"),
        "guid": {"rendered": answer.text("guid")},
        "title": {"rendered": answer.text("title")},
        "content": {"rendered": answer.text("content"), "protected": bool(answer.text("password"))},
        "excerpt": {"rendered": answer.text("excerpt")},
        "author": next((one["id"] for one in author), None),
        "parent": answer.number("parent", "ID"),
        "featured_media": answer.number("post_thumbnail", "ID"),
        "comment_status": "open" if answer.value("discussion", "comments_open") is True else "closed",
        **{name: [one["id"] for one in found] for name, found in terms.items()},
        "_embedded": {"author": author, "wp:term": [*terms.values()], "wp:featuredmedia": files},
    }


def _comment(answer: Answer) -> Mapping[str, Any]:
    return {
        "id": answer.number("ID"),
        "post": answer.number("post", "ID"),
        "parent": answer.number("parent", "ID"),
        "author_name": answer.text("author", "name"),
        "author_url": answer.text("author", "URL"),
        **_dates(answer, "date"),
        "content": {"rendered": answer.text("content")},
        "link": answer.text("URL"),
        "status": answer.text("status"),
        "type": answer.text("type"),
        "_links": {"up": [{"post_type": answer.text("post", "type")}]},
    }


def _media(answer: Answer) -> Mapping[str, Any]:
    return {
        "id": answer.number("ID"),
        "type": "attachment",
        **_dates(answer, "date"),
        "source_url": answer.text("URL"),
        "title": {"rendered": answer.text("title")},
        "caption": {"rendered": answer.text("caption")},
        "description": {"rendered": answer.text("description")},
        "alt_text": answer.text("alt"),
        "mime_type": answer.text("mime_type"),
        "post": answer.number("post_ID"),
        "media_details": {"width": answer.value("width"), "height": answer.value("height")},
    }


def _user(answer: Answer) -> Mapping[str, Any]:
    return {"id": answer.number("ID"), "name": answer.text("name"), "slug": answer.text("nice_name")}


def _term(answer: Answer, taxonomy: str) -> Mapping[str, Any]:
    return {
        "id": answer.number("ID"),
        "taxonomy": taxonomy,
        "slug": answer.text("slug"),
        "parent": answer.number("parent"),
        **_named(answer),
    }


def _named(answer: Answer) -> Mapping[str, str]:
    return {name: answer.text(name) for name in ("name", "description")}


def _values(answer: Answer, name: str) -> Iterator[Answer]:
    """Yield the objects in an object that maps names or numbers to them."""
    value = answer.value(name)
    for one in value.values() if isinstance(value, Mapping) else ():
        if isinstance(one, Mapping) and Answer(one, answer.path, answer.line).number("ID") is not None:
            yield Answer(one, answer.path, answer.line)


def _dates(answer: Answer, name: str) -> Mapping[str, str]:
    """Return a date with its offset as WordPress's two: the blog's own and GMT."""
    written = answer.text(name)
    try:
        date = datetime.fromisoformat(written)
    except ValueError:
        return {name: written}
    local = date.replace(tzinfo=None, microsecond=0)
    if date.tzinfo is None:
        return {name: local.isoformat()}
    return {
        name: local.isoformat(),
        f"{name}_gmt": date.astimezone(UTC).replace(tzinfo=None, microsecond=0).isoformat(),
    }
