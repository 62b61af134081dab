"""Makes WordPress exports of any size to measure with: seeded, so that the same size gives the same bytes.

They look as WordPress 6 writes them: authors, categories and tags first, then posts spread evenly over sixteen years,
those before WordPress 5 in classic markup and those since in blocks, with five comments each on average (a third of
them replies, one in 25 a pingback), and a media library. ``bodies`` writes the texts.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

from bench import bodies
from bench.bodies import HOME

FIRST = datetime(2008, 1, 1, 9, tzinfo=UTC)
SPAN = timedelta(days=16 * 365)
BLOCKS_SINCE = datetime(2018, 12, 6, tzinfo=UTC)
"""The day of WordPress 5.0, which brought the block editor."""

COMMENTS = (0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 8, 9, 10, 12, 12)
"""How many comments each of twenty posts has, in an order by chance: a hundred."""

HEAD = f"""<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/"
 xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:wfw="http://wellformedweb.org/CommentAPI/"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:wp="http://wordpress.org/export/1.2/">
<channel>
<title>Measured</title>
<link>{HOME}</link>
<description>A blog to measure with</description>
<language>en-GB</language>
<wp:wxr_version>1.2</wp:wxr_version>
<wp:base_site_url>{HOME}</wp:base_site_url>
<wp:base_blog_url>{HOME}</wp:base_blog_url>
"""
END = "</channel>\n</rss>\n"


def write(path: Path, posts: int, *, with_comments: bool = True, seed: int = 1) -> Path:
    """Write an export with ``posts`` posts to ``path``; of every twenty the comments are exactly a hundred."""
    chance = random.Random(seed)  # noqa: S311 - a corpus, no secret
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.write(HEAD)
        file.writelines(_registers())
        comments: list[int] = []
        for number in range(1, posts + 1):
            comments = comments or chance.sample(COMMENTS, len(COMMENTS))
            drawn = comments.pop()
            file.writelines(_post(number, FIRST + SPAN * number / posts, drawn if with_comments else 0, chance))
            if bodies.has_image(number):
                file.write(_attachment(number, posts))
        file.write(END)
    return path


def _registers() -> Iterator[str]:
    for number in range(20):
        yield (
            f"<wp:author><wp:author_id>{number + 1}</wp:author_id><wp:author_login>author-{number}</wp:author_login>"
            f"<wp:author_display_name><![CDATA[Team {number}]]></wp:author_display_name></wp:author>\n"
        )
    for number in range(9):
        yield (
            f"<wp:category><wp:term_id>{number + 1}</wp:term_id>"
            f"<wp:category_nicename>c{number}</wp:category_nicename><wp:category_parent></wp:category_parent>"
            f"<wp:cat_name><![CDATA[Category {number}]]></wp:cat_name></wp:category>\n"
        )
    for number in range(80):
        yield (
            f"<wp:tag><wp:term_id>{number + 10}</wp:term_id><wp:tag_slug>t{number}</wp:tag_slug>"
            f"<wp:tag_name><![CDATA[Tag {number}]]></wp:tag_name></wp:tag>\n"
        )


def _post(number: int, when: datetime, comments: int, chance: random.Random) -> Iterator[str]:
    body = (bodies.blocks if when >= BLOCKS_SINCE else bodies.classic)(number, chance)
    yield _item(number, f"{bodies.words(chance, 6).capitalize()} {number}", when, "post", f"{when:%Y/%m/%d}")
    yield f"<content:encoded><![CDATA[{body}]]></content:encoded>\n"
    yield f'<category domain="category" nicename="c{number % 9}"><![CDATA[Category {number % 9}]]></category>\n'
    for tag in sorted({number % 80, number * 7 % 80, number * 13 % 80}):
        yield f'<category domain="post_tag" nicename="t{tag}"><![CDATA[Tag {tag}]]></category>\n'
    yield _meta("_edit_last", str(number % 20 + 1))
    if bodies.has_image(number):
        yield _meta("_thumbnail_id", str(1_000_000 + number))
    for place in range(comments):
        yield _comment(number * 100 + place, place, when, chance)
    yield "</item>\n"


def _item(number: int, title: str, when: datetime, kind: str, folder: str) -> str:
    """The beginning of an item, with the fields that all have."""
    moment = f"{when:%Y-%m-%d %H:%M:%S}"
    slug = f"{kind}-{number}"
    status = "inherit" if kind == "attachment" else "publish"
    return (
        f"<item>\n<title><![CDATA[{title}]]></title>\n<link>{HOME}/{folder}/{slug}/</link>\n"
        f"<pubDate>{format_datetime(when)}</pubDate>\n<dc:creator><![CDATA[author-{number % 20}]]></dc:creator>\n"
        f'<guid isPermaLink="false">{HOME}/?p={number}</guid>\n<description></description>\n'
        f"<excerpt:encoded><![CDATA[]]></excerpt:encoded>\n<wp:post_id>{number}</wp:post_id>\n"
        f"<wp:post_date><![CDATA[{moment}]]></wp:post_date>\n"
        f"<wp:post_date_gmt><![CDATA[{moment}]]></wp:post_date_gmt>\n"
        f"<wp:comment_status><![CDATA[open]]></wp:comment_status>\n<wp:ping_status><![CDATA[open]]></wp:ping_status>\n"
        f"<wp:post_name><![CDATA[{slug}]]></wp:post_name>\n<wp:status><![CDATA[{status}]]></wp:status>\n"
        f"<wp:post_parent>{number % 1_000_000 if kind == 'attachment' else 0}</wp:post_parent>\n"
        f"<wp:menu_order>0</wp:menu_order>\n<wp:post_type><![CDATA[{kind}]]></wp:post_type>\n"
        "<wp:post_password><![CDATA[]]></wp:post_password>\n<wp:is_sticky>0</wp:is_sticky>\n"
    )


def _attachment(number: int, posts: int) -> str:
    when = FIRST + SPAN * number / posts
    return (
        _item(1_000_000 + number, f"Photograph {number}", when, "attachment", f"{when:%Y/%m/%d}/post-{number}")
        + "<content:encoded><![CDATA[]]></content:encoded>\n"
        + f"<wp:attachment_url><![CDATA[{bodies.image(number)}]]></wp:attachment_url>\n"
        + _meta("_wp_attached_file", bodies.image(number).partition("uploads/")[2])
        + _meta("_wp_attachment_image_alt", "People around a table")
        + "</item>\n"
    )


def _meta(key: str, value: str) -> str:
    return (
        f"<wp:postmeta><wp:meta_key><![CDATA[{key}]]></wp:meta_key>"
        f"<wp:meta_value><![CDATA[{value}]]></wp:meta_value></wp:postmeta>\n"
    )


def _comment(number: int, place: int, when: datetime, chance: random.Random) -> str:
    parent = number - 1 if place and chance.random() < 1 / 3 else 0
    date = f"{when + timedelta(hours=place + 1):%Y-%m-%d %H:%M:%S}"
    kind = "pingback" if chance.random() < 1 / 25 else "comment"
    return (
        f"<wp:comment>\n<wp:comment_id>{number}</wp:comment_id>\n"
        f"<wp:comment_author><![CDATA[Reader {number % 97}]]></wp:comment_author>\n"
        f"<wp:comment_author_email><![CDATA[]]></wp:comment_author_email>\n"
        f"<wp:comment_author_url>http://reader-{number % 97}.example/</wp:comment_author_url>\n"
        f"<wp:comment_author_IP><![CDATA[]]></wp:comment_author_IP>\n"
        f"<wp:comment_date><![CDATA[{date}]]></wp:comment_date>\n"
        f"<wp:comment_date_gmt><![CDATA[{date}]]></wp:comment_date_gmt>\n"
        f"<wp:comment_content><![CDATA[{bodies.comment(chance)}]]></wp:comment_content>\n"
        f"<wp:comment_approved><![CDATA[1]]></wp:comment_approved>\n"
        f"<wp:comment_type><![CDATA[{kind}]]></wp:comment_type>\n"
        f"<wp:comment_parent>{parent}</wp:comment_parent>\n<wp:comment_user_id>0</wp:comment_user_id>\n"
        "</wp:comment>\n"
    )
