"""Writes WordPress exports for tests: small ones, hostile ones, large ones."""

from __future__ import annotations

from collections.abc import Iterable
from xml.sax.saxutils import escape

HOME = "http://old.example"
_START = """<?xml version="1.0" encoding="UTF-8" ?>
<rss version="2.0" xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/"
 xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:wp="http://wordpress.org/export/1.2/">
<channel>
<title>{title}</title><link>{home}</link><description>Just another blog</description><language>en-GB</language>
<wp:wxr_version>1.2</wp:wxr_version><wp:base_site_url>{home}</wp:base_site_url><wp:base_blog_url>{home}</wp:base_blog_url>
"""
_END = "</channel>\n</rss>\n"


def cdata(text: str) -> str:
    """``text`` as WordPress exports it."""
    return "<![CDATA[" + text.replace("]]>", "]]]]><![CDATA[>") + "]]>"


def element(name: str, text: object) -> str:
    return f"<{name}>{cdata(str(text))}</{name}>\n"


def export(*parts: str, title: str = "Old blog", home: str = HOME) -> str:
    """A whole export of ``parts``."""
    return _START.format(title=escape(title), home=escape(home)) + "".join(parts) + _END


def author(login: str, name: str, *, number: int = 1, email: str = "secret@example.org") -> str:
    fields = {"author_id": number, "author_login": login, "author_email": email, "author_display_name": name}
    return "<wp:author>" + "".join(element(f"wp:{key}", value) for key, value in fields.items()) + "</wp:author>\n"


def category(slug: str, name: str, *, parent: str = "") -> str:
    fields = {"category_nicename": slug, "category_parent": parent, "cat_name": name}
    return "<wp:category>" + "".join(element(f"wp:{key}", value) for key, value in fields.items()) + "</wp:category>\n"


def tag(slug: str, name: str) -> str:
    return f"<wp:tag>{element('wp:tag_slug', slug)}{element('wp:tag_name', name)}</wp:tag>\n"


def comment(number: object, body: str = "A comment.", **more: object) -> str:
    """A comment; ``more`` are fields by WordPress's name without ``comment_``."""
    fields = {
        "id": number,
        "author": "A resident",
        "author_email": "secret@example.org",
        "author_IP": "192.0.2.7",
        "date": "2013-01-20 10:00:00",
        "date_gmt": "2013-01-20 10:00:00",
        "content": body,
        "approved": "1",
        "type": "",
        "parent": 0,
        **more,
    }
    return (
        "<wp:comment>" + "".join(element(f"wp:comment_{key}", text) for key, text in fields.items()) + "</wp:comment>"
    )


def item(number: object, *inside: str, title: str = "Green shoots", body: str = "Words.", **more: object) -> str:
    """A post; ``more`` are fields by WordPress's name without ``post_``, ``inside`` are comments and the like."""
    kind = more.pop("type", "post")
    slug = more.pop("name", f"post-{number}")
    fields = {
        "wp:post_id": number,
        "wp:post_date": more.pop("date", "2013-01-19 09:30:00"),
        "wp:post_date_gmt": more.pop("date_gmt", "2013-01-19 09:30:00"),
        "wp:post_name": slug,
        "wp:post_type": kind,
        "wp:status": more.pop("status", "publish"),
        "wp:post_parent": more.pop("parent", 0),
        "wp:post_password": more.pop("password", ""),
        "dc:creator": more.pop("creator", "ann"),
        "link": more.pop("link", f"{HOME}/2013/01/19/{slug}/"),
        "content:encoded": body,
        "excerpt:encoded": more.pop("excerpt", ""),
        "wp:comment_status": "open",
        **{f"wp:{name}": value for name, value in more.items()},
    }
    return (
        f"<item>\n{element('title', title)}{''.join(element(*one) for one in fields.items())}{''.join(inside)}</item>\n"
    )


def filed(slug: str, name: str, *, domain: str = "category") -> str:
    """An item's category or tag."""
    return f'<category domain="{domain}" nicename="{escape(slug)}">{cdata(name)}</category>\n'


def meta(key: str, value: object) -> str:
    return f"<wp:postmeta>{element('wp:meta_key', key)}{element('wp:meta_value', value)}</wp:postmeta>\n"


def attachment(number: int, url: str, **more: object) -> str:
    return item(number, type="attachment", status="inherit", attachment_url=url, **more)


def many(
    number: int, *, body: str = "<p>Some <strong>words</strong>, and <a href='/x/'>a link</a>.</p>\n"
) -> Iterable[str]:
    """A long blog, a piece at a time: posts of a few kilobytes with two comments each."""
    yield _START.format(title="Long blog", home=HOME)
    for each in range(1, number + 1):
        date = f"20{each % 14 + 1:02d}-{each % 12 + 1:02d}-{each % 28 + 1:02d} 09:30:00"
        talk = comment(2 * each, f"I said {each}."), comment(2 * each + 1, f"Answer {each}.", parent=2 * each)
        yield item(each, *talk, title=f"Post {each}", body=f"Number {each}. " + body * 40, date=date, date_gmt=date)
    yield _END
