"""Makes WordPress exports of any size to measure with: seeded, so that the same size gives the same bytes.

Posts are 100 to 500 words with links, a list, a heading, now and then a picture with a caption, a table and code;
each has five comments on average, one in three a reply.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

WORDS = (
    "council library street people answer question poster meeting bench river office desk phone garden school bus "
    "market clinic nurse ward letter page reply notice board team service road light winter summer morning evening"
).split()
FIRST = datetime(2008, 1, 1, 9, tzinfo=UTC)
HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/"
 xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:wp="http://wordpress.org/export/1.2/"><channel><title>Measured</title><link>http://old.example</link>
<wp:wxr_version>1.2</wp:wxr_version><wp:base_blog_url>http://old.example</wp:base_blog_url>
"""


def write(path: Path, posts: int, *, seed: int = 1) -> Path:
    """Write an export with ``posts`` posts to ``path``."""
    chance = random.Random(seed)  # noqa: S311 - a corpus, no secret
    with path.open("w", encoding="utf-8") as file:
        file.write(HEAD)
        for number in range(1, posts + 1):
            file.writelines(_item(number, chance))
        file.write("</channel></rss>\n")
    return path


def _item(number: int, chance: random.Random) -> Iterator[str]:
    when = FIRST + timedelta(hours=7 * number)
    yield (
        f"<item><title>{_words(chance, 6).capitalize()} {number}</title>"
        f"<link>http://old.example/{when:%Y/%m/%d}/post-{number}/</link><dc:creator>author-{number % 20}</dc:creator>"
        f"<content:encoded><![CDATA[{_body(number, chance)}]]></content:encoded><excerpt:encoded></excerpt:encoded>"
        f"<wp:post_id>{number}</wp:post_id><wp:post_date>{when:%Y-%m-%d %H:%M:%S}</wp:post_date>"
        f"<wp:post_date_gmt>{when:%Y-%m-%d %H:%M:%S}</wp:post_date_gmt><wp:post_name>post-{number}</wp:post_name>"
        "<wp:status>publish</wp:status><wp:post_type>post</wp:post_type>"
        f'<category domain="category" nicename="c{number % 9}">Category {number % 9}</category>'
    )
    for comment in range(chance.randrange(0, 11)):
        yield _comment(number * 100 + comment, comment, when, chance)
    yield "</item>\n"


def _comment(number: int, place: int, when: datetime, chance: random.Random) -> str:
    parent = number - 1 if place and chance.random() < 0.33 else 0
    date = f"{when + timedelta(hours=place + 1):%Y-%m-%d %H:%M:%S}"
    return (
        f"<wp:comment><wp:comment_id>{number}</wp:comment_id>"
        f"<wp:comment_author>Reader {number % 97}</wp:comment_author>"
        f"<wp:comment_date>{date}</wp:comment_date><wp:comment_date_gmt>{date}</wp:comment_date_gmt>"
        f"<wp:comment_content><![CDATA[{_words(chance, 30)}]]></wp:comment_content><wp:comment_approved>1"
        f"</wp:comment_approved><wp:comment_type></wp:comment_type><wp:comment_parent>{parent}</wp:comment_parent>"
        "</wp:comment>"
    )


def _body(number: int, chance: random.Random) -> str:
    parts = [f"{_words(chance, chance.randrange(30, 80)).capitalize()}." for _ in range(chance.randrange(3, 7))]
    parts[0] += f' <a href="http://old.example/?p={max(1, number - 1)}">before</a> and <em>so on</em>.'
    parts.insert(2, f"<h3>{_words(chance, 4).capitalize()}</h3>")
    if number % 3 == 0:
        parts.append("<ul>\n<li>one</li>\n<li>two</li>\n</ul>")
    if number % 5 == 0:
        source = f"http://old.example/wp-content/uploads/{number}.jpg"
        parts.append(f'[caption id="" width="300"]<img src="{source}" alt="A sample" /> A caption[/caption]')
    if number % 20 == 0:
        parts.append("<table><tr><th>a</th><th>b</th></tr><tr><td>1</td><td>2</td></tr></table>")
    if number % 25 == 0:
        parts.append("<pre><code>for each in all:\n    print(each)\n</code></pre>")
    return "\n\n".join(parts)


def _words(chance: random.Random, count: int) -> str:
    return " ".join(chance.choices(WORDS, k=count))
