"""Saved feeds: RSS, RDF and Atom, of posts and of comments, whole, cut short and hostile."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from sociable.errors import Problem, SourceError
from sociable.model import Author, Blog, Item, Post, Term
from sociable.sources import feed

SAMPLE = Path(__file__).resolve().parent.parent / "sample" / "extracts" / "feed.xml"
NAMESPACES = (
    'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'xmlns:slash="http://purl.org/rss/1.0/modules/slash/"'
)

Read = Callable[[str | bytes], tuple[list[Item], list[str]]]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Read a feed and return its values and its warnings as ``line: what``."""

    def read_text(text: str | bytes) -> tuple[list[Item], list[str]]:
        path = tmp_path / "feed.xml"
        path.write_bytes(text.encode() if isinstance(text, str) else text)
        warnings: list[Problem] = []
        items = list(feed.read(path, warnings.append))
        assert all(problem.level == "warning" and problem.path == path.as_posix() for problem in warnings)
        return items, [f"{problem.line}: {problem.what}" for problem in warnings]

    return read_text


def rss(*items: str, head: str = "<title>A blog</title><link>https://blog.example/</link>") -> str:
    """A feed whose first item stands on line 3."""
    return f'<rss version="2.0" {NAMESPACES}><channel>\n{head}\n' + "\n".join(items) + "\n</channel></rss>\n"


def item(extra: str = "", title: str = "A day", link: str = "https://blog.example/2013/01/19/a-day/") -> str:
    return f"<item><title>{title}</title><link>{link}</link>{extra}</item>"


def only_post(values: tuple[list[Item], list[str]]) -> Post:
    (post,) = (item for item in values[0] if isinstance(item, Post))
    return post


ATOM = """<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en-GB"><title>A blog</title><subtitle>Of tides</subtitle>
<link rel="self" href="https://blog.example/feed/"/><link href="https://blog.example/"/>
<entry><title type="html">Tea &amp;amp; cake</title><link href="https://blog.example/tea/"/><id>https://blog.example/?p=7</id>
<published>2013-01-19T09:30:00+01:00</published><updated>2013-01-20T09:30:00Z</updated><author><name>Ann Fox</name></author>
<category term="tea" label="Tea"/><content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>One <b>two</b>.</p><br/></div></content></entry>
</feed>
"""


def test_an_entry_gives_all_it_holds(read: Read) -> None:
    extra = (
        "<pubDate>Sat, 19 Jan 2013 09:30:00 +0000</pubDate><dc:creator>Ann Fox</dc:creator>"
        "<category>tides</category><guid>https://blog.example/?p=12</guid><description>Short. [&#8230;]</description>"
        "<content:encoded><![CDATA[<p>Whole &amp; long.</p>]]></content:encoded>"
    )
    values, warnings = read(rss(item(extra)))
    blog, author, term, post = values
    assert isinstance(blog, Blog) and (blog.title, blog.url) == ("A blog", "https://blog.example")
    assert isinstance(author, Author) and (author.id, author.name) == ("ann-fox", "Ann Fox")
    assert isinstance(term, Term) and (term.taxonomy, term.slug) == ("post_tag", "tides")
    assert isinstance(post, Post)
    assert (post.id, post.title, post.body) == (12, "A day", "<p>Whole &amp; long.</p>")
    assert post.date is not None and post.date.isoformat() == "2013-01-19T09:30:00+00:00"
    assert (post.authors, post.tags, post.excerpt, post.is_cut) == (("ann-fox",), ("tides",), "", False)
    assert post.body_format == "html"
    assert post.source.line == 3
    assert warnings == []


def test_an_atom_entry_gives_the_same(read: Read) -> None:
    values, warnings = read(ATOM)
    blog, author, term, post = values
    assert isinstance(blog, Blog)
    assert (blog.url, blog.description, blog.language) == ("https://blog.example", "Of tides", "en-GB")
    assert isinstance(author, Author) and author.name == "Ann Fox"
    assert isinstance(term, Term) and term.name == "Tea"
    assert isinstance(post, Post)
    assert (post.id, post.title, post.link) == (7, "Tea &amp; cake", "https://blog.example/tea/")
    assert post.body == "<p>One <b>two</b>.</p><br>"
    assert post.date is not None and post.date.isoformat() == "2013-01-19T09:30:00+01:00"
    assert post.modified is not None and post.modified.isoformat() == "2013-01-20T09:30:00+00:00"
    assert warnings == []


@pytest.mark.parametrize(
    ("extra", "body", "is_cut"),
    [
        pytest.param("<description>Hi</description>", "<p>Hi</p>", True, id="a few words"),
        pytest.param("<description>Tea &amp;amp; cake</description>", "<p>Tea &amp; cake</p>", True, id="HTML"),
        pytest.param("<description>1 &lt; 2</description>", "<p>1 &lt; 2</p>", True, id="plain text"),
        pytest.param("<description>&lt;p&gt;All.&lt;/p&gt;</description>", "<p>All.</p>", False, id="paragraphs"),
        pytest.param(
            "<description>&lt;p&gt;All [...]&lt;/p&gt;</description>", "<p>All [...]</p>", True, id="paragraphs, cut"
        ),
        pytest.param("", "", True, id="nothing"),
    ],
)
def test_a_summary_is_told_from_a_text(read: Read, extra: str, body: str, is_cut: bool) -> None:
    values = read(rss(item(extra)))
    post = only_post(values)
    assert (post.body, post.is_cut) == (body, is_cut)
    assert any("only a summary" in warning for warning in values[1]) == is_cut


@pytest.mark.parametrize(
    ("title", "stored"),
    [
        ("Tea &amp; cake", "Tea &amp; cake"),
        ("Tea &amp;amp; cake", "Tea &amp; cake"),
        ("One &#8211; two", "One – two"),
        ("a &lt; b", "a &lt; b"),
        ("&lt;em&gt;a&lt;/em&gt;", "<em>a</em>"),
    ],
)
def test_a_title_is_html_however_the_feed_wrote_it(read: Read, title: str, stored: str) -> None:
    assert only_post(read(rss(item("<description>x</description>", title=title)))).title == stored


def test_stated_comments_are_a_loss(read: Read) -> None:
    values = read(rss(item("<description>&lt;p&gt;x&lt;/p&gt;</description><slash:comments>3</slash:comments>")))
    assert [loss.what for loss in only_post(values).lost] == ["3 comments stated, none here: the feed holds posts only"]


@pytest.mark.parametrize(
    ("head", "title"),
    [
        ("<title>Comments on: A day</title><link>https://blog.example/a-day/</link>", "By: Ann Fox"),
        ("<title>Comments for A blog</title><link>https://blog.example/</link>", "Comment on A day by Ann Fox"),
    ],
)
def test_a_feed_of_comments_gives_the_post_they_are_on(read: Read, head: str, title: str) -> None:
    link = "https://blog.example/a-day/#comment-{}"
    comments = [item(f"<description>{number}</description>", title, link.format(number)) for number in (9, 4)]
    post = only_post(read(rss(*comments, head=head)))
    assert (post.title, post.link, post.body, post.is_cut) == ("A day", "https://blog.example/a-day/", "", True)
    assert [(comment.id, comment.author, comment.body) for comment in post.comments] == [
        (4, "Ann Fox", "<p>4</p>"),
        (9, "Ann Fox", "<p>9</p>"),
    ]


def test_no_address_of_a_person_is_passed_on(read: Read) -> None:
    values, _ = read(rss(item("<author>ann@blog.example (Ann Fox)</author><dc:creator>jo@blog.example</dc:creator>")))
    assert [value.name for value in values if isinstance(value, Author)] == ["Name withheld", "Ann Fox"]


def test_a_date_that_cannot_be_is_left_out_and_said(read: Read) -> None:
    values = read(rss(item("<pubDate>some day</pubDate>")))
    assert only_post(values).date is None
    assert "3: dates could not be read: left out (1, line 3)" in values[1]


@pytest.mark.parametrize(
    ("text", "what"),
    [
        pytest.param(
            '<!DOCTYPE rss [<!ENTITY a "b">]><rss><channel/></rss>', "declares a document type", id="an entity"
        ),
        pytest.param('<!DOCTYPE rss SYSTEM "http://blog.example/x.dtd"><rss/>', "declares a document type", id="a DTD"),
        pytest.param(rss(item())[:-20], "cut short", id="cut short"),
        pytest.param("<html><body/></html>", "is no feed", id="another document"),
        pytest.param("", "cut short", id="empty"),
    ],
)
def test_what_is_no_feed_or_a_trap_is_refused(read: Read, text: str, what: str) -> None:
    with pytest.raises(SourceError, match=what):
        read(text)


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        (b'<?xml version="1.0"?><rss version="2.0"><channel>', True),
        (ATOM.encode(), True),
        (ATOM.encode("utf-16"), True),
        (b'<rdf:RDF xmlns="http://purl.org/rss/1.0/">', True),
        (b'<rss xmlns:wp="http://wordpress.org/export/1.2/">', False),
        (b"<html>", False),
        (b"A text that speaks of rss.\n\nAnd no more.", False),
    ],
)
def test_a_feed_is_told_by_its_content(head: bytes, expected: bool) -> None:
    assert feed.is_feed(head) is expected


def test_the_sample_feed_holds_a_whole_post_and_a_summary() -> None:
    posts = [value for value in feed.read(SAMPLE, lambda problem: None) if isinstance(value, Post)]
    assert [(post.id, post.is_cut) for post in posts] == [(189, False), (176, True)]
