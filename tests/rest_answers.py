"""Writes answers of WordPress's REST interface for tests, as objects in its form."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

HOME = "http://old.example"

Json = dict[str, Any]


def root(**more: Any) -> Json:
    return {
        "name": "Old &amp; new",
        "description": "Of tides",
        "url": HOME,
        "home": HOME,
        "namespaces": ["wp/v2"],
        **more,
    }


def user(number: int, slug: str, name: str) -> Json:
    avatars = {"24": "http://gravatar.example/avatar/0123?s=24"}
    return {"id": number, "name": name, "slug": slug, "link": f"{HOME}/author/{slug}/", "avatar_urls": avatars}


def term(number: int, slug: str, name: str, taxonomy: str = "category", **more: Any) -> Json:
    return {"id": number, "slug": slug, "name": name, "taxonomy": taxonomy, "description": "", **more}


def post(number: int, body: str = "<p>Words.</p>\n", **more: Any) -> Json:
    """A post; ``more`` are fields by WordPress's names, ``title`` and the like as text."""
    slug = more.pop("slug", f"post-{number}")
    texts = {
        name: {"rendered": more.pop(name, "")}
        for name in ("title", "excerpt", "guid")
        if name != "title" or "title" in more
    }
    return {
        "id": number,
        "date": "2013-01-19T10:30:00",
        "date_gmt": "2013-01-19T09:30:00",
        "modified": "2013-01-19T10:30:00",
        "modified_gmt": "2013-01-19T09:30:00",
        "slug": slug,
        "status": "publish",
        "type": "post",
        "link": f"{HOME}/2013/01/19/{slug}/",
        "title": {"rendered": "Green shoots"},
        "content": {"rendered": body, "protected": more.pop("protected", False)},
        "author": 1,
        "featured_media": 0,
        "comment_status": "open",
        "sticky": False,
        "format": "standard",
        "categories": [],
        "tags": [],
        "_links": {"self": [{"href": f"{HOME}/wp-json/wp/v2/posts/{number}"}]},
        **texts,
        **more,
    }


def comment(number: int, on: int, body: str = "<p>A comment.</p>\n", **more: Any) -> Json:
    return {
        "id": number,
        "post": on,
        "parent": 0,
        "author": 0,
        "author_name": "A resident",
        "author_url": "",
        "author_email": "secret@example.org",
        "author_ip": "192.0.2.7",
        "author_avatar_urls": {"24": "http://gravatar.example/avatar/0123?s=24"},
        "date": "2013-01-20T10:00:00",
        "date_gmt": "2013-01-20T10:00:00",
        "content": {"rendered": body},
        "link": f"{HOME}/2013/01/19/post-{on}/comment-page-1/#comment-{number}",
        "status": "approved",
        "type": "comment",
        **more,
    }


def media(number: int, name: str, **more: Any) -> Json:
    url = f"{HOME}/wp-content/uploads/2013/01/{name}"
    small = {"file": f"small-{name}", "width": 300, "height": 200}
    full = {"file": name, "width": 900, "height": 600}
    return {
        "id": number,
        "date": "2013-01-19T09:00:00",
        "date_gmt": "2013-01-19T09:00:00",
        "slug": name.partition(".")[0],
        "status": "inherit",
        "type": "attachment",
        "link": f"{HOME}/{name.partition('.')[0]}/",
        "title": {"rendered": "A picture"},
        "caption": {"rendered": ""},
        "description": {"rendered": f'<p class="attachment"><a href="{url}"><img src="{url}"></a></p>\n'},
        "alt_text": "A harbour",
        "mime_type": "image/jpeg",
        "media_details": {"width": 900, "height": 600, "sizes": {"medium": small, "full": full}},
        "post": None,
        "source_url": url,
        **more,
    }


def save(folder: Path, answers: Mapping[str, Any]) -> Path:
    """Write each answer as a file below ``folder``, and return that."""
    for name, answer in answers.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        text = answer if isinstance(answer, str) else json.dumps(answer)
        path.write_text(text, encoding="utf-8")
    return folder
