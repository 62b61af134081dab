"""Items and comments become values: every field kept, nothing private passed on, nothing dropped without a word."""

from __future__ import annotations

from dataclasses import fields
from datetime import UTC, datetime

import pytest

from sociable.model import Attachment, Author, Comment, Item, Page, Post, ReusableBlock, Source, Term
from sociable.sources.items import Items
from sociable.sources.people import WITHHELD, People
from sociable.sources.records import Category, Record
from sociable.sources.tally import Tally
from sociable.sources.terms import Terms

LINE = 50


class Export:
    """One export's items, fed record by record."""

    def __init__(self) -> None:
        self.tally = Tally()
        self.people = People("export.xml", self.tally)
        self.items = Items(
            "export.xml", "http://blog.example", self.people, Terms("export.xml", self.tally), self.tally
        )

    def values(self, *records: Record) -> list[Item]:
        return [value for record in records for value in self.items.values(record)]

    @property
    def warnings(self) -> list[str]:
        return [f"{problem.line}: {problem.what}" for problem in self.tally.problems("")]


@pytest.fixture
def export() -> Export:
    return Export()


def item(
    kind: str = "post",
    categories: list[Category] | None = None,
    meta: list[tuple[str, str]] | None = None,
    **texts: str,
) -> Record:
    """An item; ``status="draft"`` stands for ``wp:status`` and so on, ``creator`` for ``dc:creator``."""
    return Record("item", LINE, {**named(texts), "wp:post_type": kind}, categories=categories or [], meta=meta or [])


def comment(line: int = 60, **texts: str) -> Record:
    return Record("wp:comment", line, {f"wp:comment_{name}": text for name, text in texts.items()})


OTHER_NAMES = {
    "creator": "dc:creator",
    "content": "content:encoded",
    "excerpt": "excerpt:encoded",
    "title": "title",
    "link": "link",
    "guid": "guid",
    "pubDate": "pubDate",
}


def named(texts: dict[str, str]) -> dict[str, str]:
    return {"wp:post_id": "7", "wp:status": "publish"} | {
        OTHER_NAMES.get(name, f"wp:{name}"): text for name, text in texts.items()
    }


def the_post(values: list[Item]) -> Post:
    (post,) = (value for value in values if isinstance(value, Post))
    return post


def test_a_post_is_read_whole(export: Export) -> None:
    record = item(
        title="Title &amp; more",
        link="http://blog.example/2010/09/09/t/",
        guid="http://blog.example/?p=7",
        pubDate="Fri, 10 Sep 2010 00:23:27 +0000",
        creator="jane",
        content="<p>Body</p>\n",
        excerpt="Short",
        post_date="2010-09-09 17:23:27",
        post_date_gmt="2010-09-10 00:23:27",
        post_modified="2010-09-10 08:00:00",
        post_modified_gmt="2010-09-10 15:00:00",
        post_name="t%c3%a9",
        comment_status="open",
        is_sticky="1",
        categories=[
            Category("category", "b", "B"),
            Category("post_tag", "t", "T"),
            Category("post_format", "post-format-aside", ""),
        ],
        meta=[
            ("_thumbnail_id", "99"),
            ("_wp_old_slug", "old"),
            ("_wp_old_slug", ""),
            ("_wp_old_slug", "older"),
            ("_wp_old_slug", "old"),
        ],
    )
    values = export.values(comment(id="3", author="A resident", content="Yes", approved="1"), record)
    assert [type(value) for value in values] == [Author, Term, Term, Post]
    post = the_post(values)
    assert (post.date and post.date.isoformat()) == "2010-09-09T17:23:27-07:00"
    assert (post.modified and post.modified.isoformat()) == "2010-09-10T08:00:00-07:00"
    assert post == Post(
        7,
        "Title &amp; more",
        "<p>Body</p>\n",
        slug="t%c3%a9",
        link="http://blog.example/2010/09/09/t/",
        guid="http://blog.example/?p=7",
        date=post.date,
        modified=post.modified,
        authors=("jane",),
        categories=("b",),
        tags=("t",),
        excerpt="Short",
        sticky=True,
        format="aside",
        featured=99,
        old_slugs=("old", "older"),
        comments_open=True,
        comments=(Comment(3, "A resident", "Yes", source=Source("export.xml", 60, "wxr")),),
        source=Source("export.xml", LINE, "wxr", "http://blog.example/2010/09/09/t/"),
    )
    assert export.warnings == []


def test_a_page_has_a_parent_and_a_place(export: Export) -> None:
    (page,) = export.values(item("page", title="About", post_parent="2", menu_order="-1"))
    assert isinstance(page, Page)
    assert (page.id, page.title, page.parent, page.menu_order) == (7, "About", 2, -1)


def test_an_empty_title_stays_empty(export: Export) -> None:
    assert the_post(export.values(item(title=""))).title == ""


@pytest.mark.parametrize(
    "status", ["publish", "draft", "pending", "private", "future", "trash", "auto-draft", "inherit"]
)
def test_every_status_is_passed_on_as_found(export: Export, status: str) -> None:
    assert the_post(export.values(item(status=status))).status == status


def test_an_item_without_status_type_and_number_is_a_draft_and_reported(export: Export) -> None:
    post = the_post(export.values(Record("item", LINE, {"title": "T"})))
    assert (post.id, post.status, post.title) == (None, "draft", "T")
    assert len(export.warnings) == 3


@pytest.mark.parametrize("password", ["secret", "0", " "])
def test_a_password_is_seen_but_not_kept(export: Export, password: str) -> None:
    post = the_post(export.values(item(post_password=password, title="T")))
    assert post.has_password
    assert not any(getattr(post, field.name) == password for field in fields(post))


def test_no_password_is_no_password(export: Export) -> None:
    assert not the_post(export.values(item(post_password=""))).has_password


def test_co_authors_replace_the_creator_in_their_order(export: Export) -> None:
    record = item(
        creator="admin",
        categories=[
            Category("author", "cap-zoe", "zoe"),
            Category("author", "cap-adam", "adam"),
            Category("author", "", ""),
        ],
    )
    values = export.values(record)
    assert the_post(values).authors == ("zoe", "adam")
    assert [value.name for value in values if isinstance(value, Author)] == ["zoe", "adam"]


def test_two_names_of_one_author_are_one_author(export: Export) -> None:
    record = item(categories=[Category("author", "cap-zoe", "zoe"), Category("author", "cap-zoe", "ZOE")])
    assert the_post(export.values(record)).authors == ("zoe",)


@pytest.mark.parametrize(("name", "authors"), [("creator", ("jane",)), ("author", ("jane",)), ("title", ())])
def test_the_creator_may_be_named_in_two_ways_or_not_at_all(
    export: Export, name: str, authors: tuple[str, ...]
) -> None:
    assert the_post(export.values(item(**{name: "jane"}))).authors == authors


def test_an_author_and_a_term_come_once_before_the_first_that_needs_them(export: Export) -> None:
    filed = item(creator="jane", categories=[Category("category", "a", "A")])
    assert [type(value) for value in export.values(filed, filed)] == [Author, Term, Post, Post]


def test_a_guest_author_is_an_author(export: Export) -> None:
    (author,) = export.values(item("guest-author", title="Dr Guest", post_name="cap-dr-guest"))
    assert isinstance(author, Author)
    assert (author.id, author.name) == ("dr-guest", "Dr Guest")


def test_declared_authors_and_terms_are_passed_on(export: Export) -> None:
    author = Record("wp:author", 3, {"wp:author_login": "jane"})
    tag = Record("wp:tag", 4, {"wp:tag_slug": "t", "wp:tag_name": "T"})
    custom = Record("wp:term", 5, {"wp:term_slug": "x", "wp:term_taxonomy": "nav_menu"})
    terms = Terms("export.xml", export.tally)
    terms.declare(tag)
    items = Items("export.xml", "", export.people, terms, export.tally)
    values = [value for record in (author, tag, custom, author, tag) for value in items.values(record)]
    assert [type(value) for value in values] == [Author, Term]


def test_other_types_are_counted_and_so_are_the_comments_on_them(export: Export) -> None:
    records = [
        item("nav_menu_item"),
        comment(61, id="1", approved="1"),
        comment(62, id="2", approved="1"),
        item("wp_template"),
        item("nav_menu_item"),
    ]
    assert export.values(*records) == []
    assert export.warnings == [
        '50: items of the type "nav_menu_item" are neither posts nor pages: left out (2, line 50)',
        '50: items of the type "wp_template" are neither posts nor pages: left out (1, line 50)',
        "61: comments on what is neither a post nor a page were left out (2, line 61)",
    ]


def test_public_reusable_blocks_are_handed_over(export: Export) -> None:
    records = [item("wp_block", id="7", status="publish", content="<p>a</p>"), item("wp_block", id="8", status="draft")]
    assert export.values(*records) == [ReusableBlock(7, "<p>a</p>", Source("export.xml", LINE, "wxr"))]
    assert export.warnings == ["50: reusable blocks that are not public were left out (1, line 50)"]


def test_what_is_shown_beside_a_text_is_handed_over_with_it(export: Export) -> None:
    meta = [("footnotes", "[]"), ("_thumbnail_id", "9"), ("_oembed_x", "<p>a</p>")]
    (post,) = export.values(item(meta=meta))
    assert isinstance(post, Post) and post.meta == (("footnotes", "[]"), ("_oembed_x", "<p>a</p>"))


def test_comments_stay_with_the_item_they_are_on(export: Export) -> None:
    values = export.values(
        comment(id="1", approved="1"), item(title="A"), comment(id="2", approved="1"), item(title="B")
    )
    assert [[found.id for found in value.comments] for value in values if isinstance(value, Post)] == [[1], [2]]


@pytest.mark.parametrize(
    ("approved", "status"),
    [
        ("1", "approved"),
        ("0", "unapproved"),
        ("spam", "spam"),
        ("trash", "trash"),
        ("post-trashed", "trash"),
        ("hold", "unapproved"),
        ("", "unapproved"),
    ],
)
def test_a_comment_keeps_its_status_and_is_not_approved_unless_it_says_so(
    export: Export, approved: str, status: str
) -> None:
    post = the_post(export.values(comment(id="1", approved=approved), item()))
    assert post.comments[0].status == status
    assert bool(export.warnings) is not bool(approved)


@pytest.mark.parametrize(
    ("stored", "kind"), [("", "comment"), ("comment", "comment"), ("pingback", "pingback"), ("trackback", "trackback")]
)
def test_a_comment_keeps_its_type(export: Export, stored: str, kind: str) -> None:
    assert the_post(export.values(comment(id="1", type=stored, approved="1"), item())).comments[0].type == kind


@pytest.mark.parametrize("kind", ["note", "order_note"])
def test_a_comment_of_a_type_that_readers_never_saw_is_left_out_and_reported(export: Export, kind: str) -> None:
    assert the_post(export.values(comment(id="1", type=kind, approved="1"), item())).comments == ()
    assert export.warnings == [
        f'60: comments of the type "{kind}" are neither comments nor pings: left out (1, line 60)'
    ]


def test_a_comment_is_read_whole(export: Export) -> None:
    export.people.declare(Record("wp:author", 3, {"wp:author_login": "jane", "wp:author_id": "2"}))
    record = comment(
        id="9",
        author="A &amp; B",
        author_url="http://a.example/?q=1",
        author_email="a@example.org",
        content="Line one\nline two",
        date="2013-07-01 23:30:00",
        date_gmt="2013-07-01 22:30:00",
        parent="4",
        type="",
        approved="1",
        user_id="2",
    )
    (found,) = the_post(export.values(record, item())).comments
    assert found.date and found.date.isoformat() == "2013-07-01T23:30:00+01:00"
    assert found == Comment(
        9,
        "A &amp; B",
        "Line one\nline two",
        date=found.date,
        parent=4,
        url="http://a.example/?q=1",
        user="jane",
        source=Source("export.xml", 60, "wxr"),
    )


def test_comments_without_a_number_are_numbered_on(export: Export) -> None:
    post = the_post(export.values(*(comment(id=number, approved="1") for number in ("", "8", "x", "2")), item()))
    assert [found.id for found in post.comments] == [9, 8, 10, 2]
    assert export.warnings == ["60: comments had no number of their own: numbered on (2, line 60)"]


@pytest.mark.parametrize(
    ("url", "kept"),
    [
        ("http://a.example/", True),
        ("https://www.flickr.com/photos/12345678@N00/", True),
        ("https://social.example/@jane", True),
        ("https://gravatar.com/jane", True),
        ("http://", False),
        ("http://jane@example.org", False),
        ("jane@example.com", False),
        ("mailto:other@example.com", False),
        ("http://a.example/?from=jane%40example.org", False),
        ("http://JANE@EXAMPLE.ORG/", False),
        ("https://secure.gravatar.com/avatar/0123456789abcdef", False),
    ],
)
def test_a_web_address_is_kept_unless_it_gives_the_commenter_away(export: Export, url: str, kept: bool) -> None:
    record = comment(id="1", author="Jane", author_email="jane@example.org", author_url=url, approved="1")
    assert the_post(export.values(record, item())).comments[0].url == (url if kept else "")


def test_no_address_of_a_commenter_is_in_any_value(export: Export) -> None:
    record = comment(
        id="1",
        author="jane@example.org",
        author_email="jane@example.org",
        author_url="http://jane@example.org/",
        content="Hello",
        approved="1",
    )
    post = the_post(export.values(record, item()))
    assert post.comments[0].author == WITHHELD
    assert "jane@" not in repr(post)


def test_an_address_in_a_text_is_part_of_the_text(export: Export) -> None:
    record = comment(id="1", author_email="jane@example.org", content="Write to jane@example.org", approved="1")
    assert the_post(export.values(record, item())).comments[0].body == "Write to jane@example.org"


@pytest.mark.parametrize(("status", "count"), [("inherit", 1), ("publish", 1), ("", 1), ("private", 0), ("trash", 0)])
def test_an_attachment_that_was_not_public_is_left_out(export: Export, status: str, count: int) -> None:
    values = export.values(item("attachment", status=status, attachment_url="http://blog.example/x.jpg"))
    assert [type(value) for value in values] == [Attachment] * count
    assert len(export.warnings) == 1 - count


@pytest.mark.parametrize(
    ("texts", "warning"),
    [
        ({"post_date_gmt": "2010-02-30 10:00:00"}, "51: dates that cannot be were left out (1, line 51)"),
        ({"post_date": "0000-01-01 10:00:00"}, "52: dates that cannot be were left out (1, line 52)"),
        ({"post_date": "2010-01-01 10:00:00"}, "52: dates have no GMT value: taken as UTC (1, line 52)"),
    ],
)
def test_a_faulty_date_is_reported_with_its_own_line(export: Export, texts: dict[str, str], warning: str) -> None:
    record = item(**texts)
    record.lines.update({"wp:post_date_gmt": 51, "wp:post_date": 52})
    export.values(record)
    assert export.warnings == [warning]


def test_a_faulty_date_loses_nothing_but_itself(export: Export) -> None:
    post = the_post(
        export.values(item(title="T", post_date_gmt="10000-01-01 00:00:00", post_modified_gmt="2010-01-01 00:00:00"))
    )
    assert (post.title, post.date, post.modified) == ("T", None, datetime(2010, 1, 1, tzinfo=UTC))
