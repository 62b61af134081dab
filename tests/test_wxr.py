"""Whole exports: the real ones to the last comment, broken ones mended or refused with the line, hostile ones harmless."""

from __future__ import annotations

import collections
import tracemalloc
from collections.abc import Callable, Iterable
from dataclasses import fields, is_dataclass
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sociable.errors import Problem, SourceError
from sociable.model import Attachment, Author, Blog, Comment, ImageSize, Item, Page, Post, Source, Term
from sociable.sources import repair, wellformed, wxr

NAMESPACES = (
    'xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/" xmlns:content="http://purl.org/rss/1.0/modules/content/" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:wp="http://wordpress.org/export/1.2/"'
)
DECLARATION = '<?xml version="1.0" encoding="UTF-8" ?>\n'

Read = Callable[[str | bytes], tuple[list[Item], list[str]]]


def read_file(path: Path) -> tuple[list[Item], list[Problem]]:
    warnings: list[Problem] = []
    return list(wxr.read(path, warnings.append)), warnings


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Read an export and return its values and its warnings as ``line: what``."""

    def read_text(text: str | bytes) -> tuple[list[Item], list[str]]:
        path = tmp_path / "export.xml"
        path.write_bytes(text.encode() if isinstance(text, str) else text)
        values, warnings = read_file(path)
        assert all(problem.path == path.as_posix() and problem.level == "warning" for problem in warnings)
        return values, [f"{problem.line}: {problem.what}" for problem in warnings]

    return read_text


def export(*parts: str, version: str = "<wp:wxr_version>1.2</wp:wxr_version>") -> str:
    """A WXR file whose first part stands on line 5."""
    channel = "\n".join(parts)
    head = f"<title>A blog</title>{version}<wp:base_blog_url>http://blog.example/</wp:base_blog_url>"
    return f'{DECLARATION}<rss version="2.0" {NAMESPACES}>\n<channel>\n{head}\n{channel}\n</channel>\n</rss>\n'


def item(body: str = "", title: str = "", extra: str = "", number: int = 1) -> str:
    return (
        f"<item><title>{title}</title><content:encoded><![CDATA[{body}]]></content:encoded><wp:post_id>{number}</wp:post_id>"
        f"<wp:status>publish</wp:status><wp:post_type>post</wp:post_type>{extra}</item>"
    )


def posts(values: Iterable[Item]) -> list[Post]:
    return [value for value in values if isinstance(value, Post)]


def comments(values: Iterable[Item]) -> list[Comment]:
    return [comment for post in posts(values) for comment in post.comments]


def of(kind: type, values: Iterable[Item]) -> int:
    return sum(type(value) is kind for value in values)


# What every file of the WordPress importer's own tests holds:
# posts, pages, attachments, comments, authors, terms, and the lines of the warnings.
HELD = {
    "authors-multiline": (1, 0, 0, 0, 3, 0, []),
    "backslashes": (1, 0, 0, 0, 0, 0, []),
    "blank-lines": (1, 0, 0, 0, 0, 0, []),
    "cdata-edge": (1, 0, 0, 0, 0, 0, []),
    "chunked-meta": (1, 0, 0, 0, 0, 0, []),
    "crazy-cdata": (1, 0, 0, 0, 1, 0, [18]),
    "crazy-cdata-escaped": (1, 0, 0, 0, 1, 0, []),
    "invalid-version-tag": (0, 0, 0, 0, 1, 39, [33, 76]),
    "large-authors": (0, 0, 0, 0, 300, 0, []),
    "missing-tags": (1, 0, 0, 0, 0, 0, []),
    "missing-version-tag": (0, 0, 0, 0, 1, 39, [27, 75]),
    "multiple-cdata": (1, 0, 0, 0, 0, 0, []),
    "namespace-edge-cases": (6, 0, 0, 0, 2, 2, [17, 84, 94, 94, 94]),
    "post-content-blank-lines": (1, 0, 0, 0, 1, 0, []),
    "slashes": (1, 0, 0, 1, 2, 2, []),
    "small-export": (6, 5, 0, 1, 3, 33, [227]),
    "term-formats": (0, 0, 0, 0, 0, 5, [66]),
    "term-meta": (0, 0, 0, 0, 0, 1, []),
    "test-serialized-comment-meta": (1, 0, 0, 1, 1, 1, [47]),
    "test-serialized-postmeta-no-cdata": (1, 0, 0, 0, 1, 1, [52]),
    "test-serialized-postmeta-with-cdata": (1, 0, 0, 0, 1, 1, [51]),
    "test-serialized-term-meta": (1, 0, 0, 0, 1, 2, [65, 93]),
    "test-utw-post-meta-import": (1, 0, 0, 0, 1, 1, [52]),
    "valid-wxr-1.0": (3, 3, 0, 1, 1, 9, []),
    "valid-wxr-1.1": (1, 1, 0, 1, 1, 2, [42]),
    "wxr-flat-attachment-different-site": (1, 0, 1, 0, 1, 0, []),
    "wxr-flat-attachment-same-site": (1, 0, 1, 0, 1, 0, []),
    "wxr-utf-8-challenges": (1, 0, 0, 0, 1, 1, []),
    "wxr-with-sub-data": (1, 0, 0, 1, 1, 1, [11, 33]),
}
REFUSED = {
    "malformed": "90: is not well-formed: an end tag does not fit <notachanneltag> of line 27",
    "malformed-simple": "14: is cut short: <item> of line 9 is not closed",
}


@pytest.fixture
def importer_files(legacy: Path) -> Path:
    return legacy / "wxr" / "wordpress-importer"


def test_the_tables_name_every_file_there_is(importer_files: Path) -> None:
    assert {path.stem for path in importer_files.glob("*.xml")} == HELD.keys() | REFUSED.keys()
    assert len(HELD) == 29


@pytest.mark.parametrize("name", HELD)
def test_a_file_of_wordpress_s_own_importer_is_read_in_full(importer_files: Path, name: str) -> None:
    values, warnings = read_file(importer_files / f"{name}.xml")
    kinds = collections.Counter(type(value) for value in values)
    assert type(values[0]) is Blog
    assert kinds[Blog] == 1
    assert (
        kinds[Post],
        kinds[Page],
        kinds[Attachment],
        len(comments(values)),
        kinds[Author],
        kinds[Term],
        [problem.line for problem in warnings],
    ) == HELD[name]


@pytest.mark.parametrize("name", REFUSED)
def test_a_malformed_file_of_wordpress_s_own_importer_is_refused_with_its_line(importer_files: Path, name: str) -> None:
    path = importer_files / f"{name}.xml"
    with pytest.raises(SourceError) as refusal:
        next(wxr.read(path, pytest.fail))
    assert str(refusal.value).startswith(f"{path.as_posix()}:{REFUSED[name]}. ")


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("crazy-cdata", "Content with nested <![CDATA[ tags ]]> :)"),
        ("crazy-cdata-escaped", "Content with nested <![CDATA[ tags ]]> :)"),
        ("cdata-edge", "ends with sequence ]] >"),
        ("blank-lines", "first paragraph\n\nsecond paragraph"),
        ("multiple-cdata", "\nline oneline twoline three\n"),
        ("backslashes", "C:\\xampp\\htdocs\\wp-content"),
        ("slashes", 'Slashes aren\\\'t \\"cool\\"'),
    ],
)
def test_a_body_is_read_as_it_was_stored(importer_files: Path, name: str, body: str) -> None:
    (post,) = posts(read_file(importer_files / f"{name}.xml")[0])
    assert post.body == body


def test_drafts_and_private_posts_are_passed_on_as_such(importer_files: Path) -> None:
    values, _ = read_file(importer_files / "small-export.xml")
    statuses = collections.Counter(post.status for post in posts(values))
    assert statuses == {"publish": 9, "draft": 1, "private": 1}


def test_logins_on_several_lines_are_trimmed_and_found_again(importer_files: Path) -> None:
    values, _ = read_file(importer_files / "authors-multiline.xml")
    assert [value.id for value in values if isinstance(value, Author)] == ["alice", "bob", "carol"]
    assert posts(values)[0].authors == ("alice",)


def test_wxr_1_0_files_an_item_under_each_term_once(importer_files: Path) -> None:
    values, _ = read_file(importer_files / "valid-wxr-1.0.xml")
    assert [(post.categories, post.tags) for post in posts(values)[2:4]] == [
        (("alpha",), ("news", "roar")),
        (("child",), ("chicken", "face")),
    ]
    assert {value.slug: value.parent for value in values if isinstance(value, Term)}["child"] == "parent"


def test_a_prefix_bound_elsewhere_makes_a_draft_and_leaves_its_neighbours_alone(importer_files: Path) -> None:
    values, _ = read_file(importer_files / "namespace-edge-cases.xml")
    assert [(post.id, post.title, post.status) for post in posts(values)] == [
        (1, "Mixed Namespaces", "publish"),
        (2, "No Prefix", "publish"),
        (3, "Empty Namespace", "publish"),
        (4, "Unicode Namespace", "publish"),
        (None, "Hijacked Namespace", "draft"),
        (6, "Namespace Bomb", "publish"),
    ]
    assert [value.id for value in values if isinstance(value, Author)] == ["real-user", "version-conflict"]
    assert [value.slug for value in values if isinstance(value, Term)] == ["old-version", "new-version"]


def test_an_attachment_keeps_what_is_said_of_it(importer_files: Path) -> None:
    values, _ = read_file(importer_files / "wxr-flat-attachment-same-site.xml")
    (found,) = (value for value in values if isinstance(value, Attachment))
    assert (found.id, found.parent, found.alt, found.mime) == (611, 555, "canola", "image/jpeg")
    assert found.url == "https://wpthemetestdata.files.wordpress.com/2008/06/canola2.jpg"
    assert found.date and found.date.isoformat() == "2011-01-10T06:17:54-07:00"


def test_the_real_blog_of_an_organisation_is_read_in_full(legacy: Path) -> None:
    values, warnings = read_file(legacy / "wxr" / "cc-labs.wordpress.2014-11-21.xml")
    assert warnings == []
    assert (of(Post, values), of(Page, values), of(Author, values), of(Attachment, values)) == (219, 5, 30, 0)
    found = comments(values)
    assert collections.Counter(comment.type for comment in found) == {"comment": 119, "pingback": 62}
    assert {comment.status for comment in found} == {"approved"}
    assert {post.status for post in posts(values)} == {"publish"}
    assert sum(len(post.categories) > 1 for post in posts(values)) == 123
    assert all(post.date and post.authors for post in posts(values))
    terms = {(value.taxonomy, value.slug) for value in values if isinstance(value, Term)}
    assert len(terms) == of(Term, values) == 269
    assert terms >= {("category", slug) for post in posts(values) for slug in post.categories}
    authors = {value.id for value in values if isinstance(value, Author)}
    assert authors >= {author for post in posts(values) for author in post.authors}
    blog = values[0]
    assert isinstance(blog, Blog)
    assert (blog.title, blog.url, blog.version) == ("CC Labs", "http://labs.creativecommons.org", "1.2")
    assert sum(bool(post.old_slugs) for post in posts(values)) == 4


def test_wordpress_s_theme_test_data_is_read_in_full(legacy: Path) -> None:
    values, warnings = read_file(legacy / "wxr" / "themeunittestdata.wordpress.xml")
    assert (of(Post, values), of(Page, values), of(Attachment, values)) == (58, 21, 37)
    found = comments(values)
    assert len(found) == 33
    assert collections.Counter(comment.type for comment in found) == {"comment": 29, "pingback": 2, "trackback": 2}
    assert collections.Counter(comment.status for comment in found) == {"approved": 30, "unapproved": 3}
    assert collections.Counter(post.status for post in posts(values)) == {"publish": 77, "future": 1, "draft": 1}
    assert [post.title for post in posts(values) if post.has_password] == [
        'Template: Password Protected (the password is "enter")'
    ]
    assert [post.slug for post in posts(values) if post.sticky] == ["template-sticky"]
    assert sum(bool(post.format) for post in posts(values)) == 13
    assert [(problem.line, problem.what.partition(":")[0]) for problem in warnings] == [
        (3659, 'items of the type "nav_menu_item" are neither posts nor pages')
    ]


@pytest.mark.parametrize(
    ("name", "held"),
    [
        ("64-block-test-data.xml", (61, 1, 9, 2, 2, 11)),
        ("re-export.all.xml", (119, 22, 36, 35, 4, 191)),
        ("themeunittestdata.wordpress.xml", (58, 21, 37, 33, 3, 182)),
    ],
)
def test_the_exports_of_a_running_wordpress_are_read_in_full(legacy: Path, name: str, held: tuple[int, ...]) -> None:
    values, _ = read_file(legacy / "wordpress-site" / "wxr" / name)
    kinds = [of(kind, values) for kind in (Post, Page, Attachment)]
    assert (*kinds, len(comments(values)), of(Author, values), of(Term, values)) == held


def test_the_sizes_of_a_real_attachment_are_read(legacy: Path) -> None:
    values, _ = read_file(legacy / "wordpress-site" / "wxr" / "re-export.all.xml")
    found = [value for value in values if isinstance(value, Attachment)]
    canola = next(value for value in found if value.url.endswith("/canola2.jpg"))
    assert (canola.width, canola.height) == (1000, 640)
    assert canola.sizes[0] == ImageSize("medium", "canola2-300x192.jpg", 300, 192)
    assert sum(bool(value.sizes) for value in found) == 34


REAL = [
    "wxr/cc-labs.wordpress.2014-11-21.xml",
    "wxr/themeunittestdata.wordpress.xml",
    "wordpress-site/wxr/re-export.all.xml",
]


@pytest.mark.parametrize("name", REAL)
def test_the_line_of_every_value_is_that_of_its_start_tag(legacy: Path, name: str) -> None:
    path = legacy / name
    lines = path.read_text("utf-8").split("\n")
    values, _ = read_file(path)
    tags = {Post: "<item>", Page: "<item>", Attachment: "<item>", Comment: "<wp:comment>", Blog: "<channel>"}
    for value in (*values, *comments(values)):
        assert value.source.path == path.as_posix()
        assert value.source.kind == "wxr"
        if type(value) in tags:
            assert tags[type(value)] in lines[(value.source.line or 0) - 1]
    assert all(post.source.url == post.link for post in posts(values))


def strings(value: object) -> Iterable[str]:
    """Every string anywhere in a value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for part in value:
            yield from strings(part)
    elif is_dataclass(value):
        for field in fields(value):
            yield from strings(getattr(value, field.name))


def test_no_private_field_of_a_real_export_is_in_any_value(legacy: Path) -> None:
    values, _ = read_file(legacy / "wxr" / "cc-labs.wordpress.2014-11-21.xml")
    text = "\n".join(part for value in values for part in strings(value))
    assert "192.0.2." not in text
    words = set(text.replace("<", " ").replace(">", " ").replace('"', " ").replace(":", " ").split())
    addresses = {word for word in words if "@example.invalid" in word}
    assert not {word for word in addresses if word.startswith("u")}
    assert addresses


@pytest.mark.parametrize("name", REAL)
def test_reading_twice_yields_the_same(legacy: Path, name: str) -> None:
    assert read_file(legacy / name) == read_file(legacy / name)


# Files made for the purpose


def test_the_blog_comes_first_and_the_rest_in_document_order(read: Read) -> None:
    values, warnings = read(
        export(
            "<wp:author><wp:author_login>jane</wp:author_login></wp:author>",
            "<wp:category><wp:category_nicename>a</wp:category_nicename></wp:category>",
            item(extra="<dc:creator>john</dc:creator><category domain='category' nicename='b'>B</category>"),
            "<wp:tag><wp:tag_slug>t</wp:tag_slug></wp:tag>",
        )
    )
    assert [type(value) for value in values] == [Blog, Author, Term, Author, Term, Post, Term]
    assert [value.source.line for value in values] == [3, 5, 6, 7, 7, 7, 8]
    assert values[0] == Blog(
        "A blog", "http://blog.example", version="1.2", source=Source(values[0].source.path, 3, "wxr")
    )
    assert warnings == []


def test_a_guest_author_is_known_to_the_posts_before_it(read: Read) -> None:
    values, _ = read(
        export(
            item(extra="<category domain='author' nicename='cap-guest'>guest</category>"),
            "<item><title>Dr Guest</title><wp:post_name>cap-guest</wp:post_name><wp:post_type>guest-author</wp:post_type></item>",
        )
    )
    assert [type(value) for value in values] == [Blog, Author, Post]
    assert isinstance(values[1], Author)
    assert (values[1].id, values[1].name) == ("guest", "Dr Guest")


@pytest.mark.parametrize(
    ("version", "warning"),
    [
        ("", "3: has no WXR version: read as 1.2"),
        ("<wp:wxr_version>abc</wp:wxr_version>", '4: has the WXR version "abc", which is unknown: read as 1.2'),
        ("<wp:wxr_version>1.3</wp:wxr_version>", '4: has the WXR version "1.3", which is unknown: read as 1.2'),
    ],
)
def test_a_missing_or_unknown_version_is_a_warning(read: Read, version: str, warning: str) -> None:
    values, warnings = read(export(item(title="T"), version=version))
    assert ([post.title for post in posts(values)], warnings) == (["T"], [warning])


def test_namespaces_that_are_not_declared_are_a_warning(read: Read) -> None:
    values, warnings = read(export(item("Body", "T")).replace(NAMESPACES, ""))
    assert [(post.title, post.body, post.status) for post in posts(values)] == [("T", "Body", "publish")]
    assert warnings == [
        "4: a prefix is used that is not declared: taken for what WordPress means by it (6, lines 4 and 5)"
    ]


def test_what_the_bytes_and_the_markup_need_is_mended_and_reported_once(read: Read) -> None:
    text = "\n" + export(item("caf~ ^ ]]> end", "Q & A", number=1), item("naïve", "B", number=2))
    values, warnings = read(text.encode().replace(b"~", b"\xe9").replace(b"^", b"\x0b"))
    assert [(post.title, post.body, post.source.line) for post in posts(values)] == [
        ("Q & A", "café  ]]> end", 6),
        ("B", "naïve", 7),
    ]
    assert [warning.partition(" (")[0] for warning in warnings] == [
        f"1: {repair.BEFORE_DECLARATION.what}",
        f"6: {repair.WINDOWS_1252.what}",
        f"6: {repair.CONTROL.what}",
        f"6: {wellformed.UNESCAPED.what}",
        f"6: {wellformed.CDATA_CLOSE.what}",
    ]


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"])
def test_every_encoding_yields_the_same_values(read: Read, codec: str) -> None:
    text = export(item("naïve – “café”", "£5")).replace(
        'encoding="UTF-8" ', "" if codec != "cp1252" else 'encoding="windows-1252" '
    )
    values, warnings = read(text.encode(codec))
    assert [(post.title, post.body) for post in posts(values)] == [("£5", "naïve – “café”")]
    assert warnings == []


def test_nothing_is_yielded_of_a_file_that_is_cut_short(tmp_path: Path) -> None:
    whole = export(*(item("x" * 1000, number=number) for number in range(1, 1001)))
    path = tmp_path / "export.xml"
    for share in (0.01, 0.5, 0.99):
        cut = whole[: int(len(whole) * share)]
        path.write_text(cut)
        line = cut.count("\n") + 1
        with pytest.raises(
            SourceError, match=rf"export\.xml:{line}: is cut short: <[a-z:_]+> of line \d+ is not closed"
        ):
            next(wxr.read(path, pytest.fail))


def test_a_cut_anywhere_is_refused_with_a_line(tmp_path: Path) -> None:
    whole = export(item("a ]]> b & <br>", "Q & A", "<category domain='tag' nicename='t'>T</category>")).rstrip()
    path = tmp_path / "export.xml"
    for end in range(len(DECLARATION), len(whole)):
        path.write_text(whole[:end])
        with pytest.raises(SourceError) as refusal:
            next(wxr.read(path, pytest.fail))
        assert refusal.value.problems[0].line or "has no <channel>" in str(refusal.value)


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"none\.xml: cannot be read: No such file"):
        next(wxr.read(tmp_path / "none.xml", pytest.fail))


BOMB = "<!ENTITY a0 'ha'>" + "".join(f"<!ENTITY a{n} '" + f"&a{n - 1};" * 10 + "'>" for n in range(1, 10))


@pytest.mark.parametrize(
    ("hostile", "line"),
    [
        pytest.param(
            f'{DECLARATION}<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]><rss>&x;</rss>',
            2,
            id="outside entity",
        ),
        pytest.param(
            f"{DECLARATION}<!DOCTYPE rss [\n{BOMB}]><rss>&a9;</rss>",
            3,
            id="entity bomb",
        ),
        pytest.param(export("<x>" * 60_000), 5, id="60,000 nested elements"),
        pytest.param(export(item(title="<b>" * 60_000)), 5, id="60,000 nested in a title"),
    ],
)
def test_hostile_files_are_refused_with_their_line(tmp_path: Path, hostile: str, line: int) -> None:
    path = tmp_path / "export.xml"
    path.write_text(hostile)
    with pytest.raises(SourceError) as refusal:
        next(wxr.read(path, pytest.fail))
    assert refusal.value.problems[0].line == line


@pytest.mark.parametrize("body", ["x", "é", "<p>", "&amp; ", "]] "])
def test_a_body_of_ten_megabytes_in_one_line_and_its_neighbour_are_read(read: Read, body: str) -> None:
    big = body * (10_000_000 // len(body.encode()))
    values, _ = read(export(item(big, number=1), item("small", number=2)))
    assert [post.body == expected for post, expected in zip(posts(values), (big, "small"), strict=True)] == [True, True]


@pytest.mark.slow
def test_a_body_of_ten_megabytes_that_needs_mending_is_read(read: Read) -> None:
    big = "a & b ]]> c <d " * 700_000
    values, warnings = read(export(item(big, "Q & A")))
    assert posts(values)[0].body == big
    assert len(warnings) == 2


def conversation(count: int) -> str:
    return "".join(
        f"<wp:comment><wp:comment_id>{n}</wp:comment_id><wp:comment_author>Commenter {n}</wp:comment_author>"
        f"<wp:comment_author_email>c{n}@example.org</wp:comment_author_email>"
        f"<wp:comment_date>2013-01-19 10:00:00</wp:comment_date><wp:comment_date_gmt>2013-01-19 09:00:00</wp:comment_date_gmt>"
        f"<wp:comment_content>Reply {n}</wp:comment_content><wp:comment_approved>1</wp:comment_approved>"
        f"<wp:comment_parent>{n - 1}</wp:comment_parent></wp:comment>\n"
        for n in range(1, count + 1)
    )


@pytest.mark.slow
def test_a_hundred_thousand_comments_on_one_post_are_read(read: Read) -> None:
    values, warnings = read(export(item(extra=conversation(100_000))))
    found = comments(values)
    assert (len(found), found[0].parent, found[-1].parent, found[-1].source.line) == (100_000, None, 99_999, 100_004)
    assert warnings == []


def test_comments_on_parents_that_are_missing_or_go_in_circles_are_passed_on_as_found(read: Read) -> None:
    links = [(1, 2), (2, 1), (3, 99), (4, 4)]
    extra = "".join(
        f"<wp:comment><wp:comment_id>{number}</wp:comment_id><wp:comment_approved>1</wp:comment_approved>"
        f"<wp:comment_parent>{parent}</wp:comment_parent></wp:comment>"
        for number, parent in links
    )
    values, _ = read(export(item(extra=extra)))
    assert [(comment.id, comment.parent) for comment in comments(values)] == links


@pytest.mark.parametrize("date", ["0000-01-01 00:00:00", "10000-01-01 00:00:00", "2013-02-30 09:00:00"])
def test_an_impossible_date_is_a_warning_with_its_line_and_the_post_stays(read: Read, date: str) -> None:
    dates = f"\n<wp:post_date>{date}</wp:post_date>\n<wp:post_date_gmt>{date}</wp:post_date_gmt>"
    values, warnings = read(export(item(title="T", extra=dates)))
    assert [(post.title, post.date) for post in posts(values)] == [("T", None)]
    assert warnings == ["7: dates that cannot be were left out (1, line 7)"]


@pytest.mark.parametrize(
    "text",
    [
        "../../etc/passwd",
        "CON",
        ".htaccess",
        "$(touch x)",
        "---",
        "{{ x }}",
        "{filename}",
        "Status: published",
        "\u202eevil",
        "x" * 300,
        "'\"><script>",
    ],
)
def test_texts_that_are_traps_elsewhere_are_only_texts_here(read: Read, text: str) -> None:
    extra = f"<wp:post_name><![CDATA[{text}]]></wp:post_name><dc:creator><![CDATA[{text}]]></dc:creator>"
    values, _ = read(export(item(text, f"<![CDATA[{text}]]>", extra)))
    (post,) = posts(values)
    assert (post.title, post.slug, post.body) == (text, text, text)
    author = next(value for value in values if isinstance(value, Author))
    assert author.name == text
    assert author.id.replace("-", "").isalnum() and author.id.isascii() and len(author.id) <= 70


WHOLE = export(
    "<wp:author><wp:author_login>jane</wp:author_login></wp:author>",
    item("a <b>c</b> ]]&gt; é", "T", "<wp:comment><wp:comment_id>1</wp:comment_id></wp:comment>"),
).encode()
PIECES = st.sampled_from(
    [
        b"<",
        b">",
        b"&",
        b"]]>",
        b"<![CDATA[",
        b"<!--",
        b"\0",
        b"\xe9",
        b"\xff\xfe",
        b"&nbsp;",
        b"&#0;",
        b'"',
        b"\r",
        b"<item>",
        b"</item>",
        b"<!DOCTYPE x [",
        b'<!ENTITY a "b">',
        b'encoding="koi8-r"',
        b"xmlns:wp='x'",
        b"",
    ]
)


@given(st.lists(st.tuples(st.integers(0, len(WHOLE)), st.integers(0, 30), PIECES), min_size=1, max_size=4))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_any_damage_ends_in_values_or_in_a_refusal_before_the_first(
    tmp_path: Path, damage: list[tuple[int, int, bytes]]
) -> None:
    data = bytearray(WHOLE)
    for start, length, piece in damage:
        data[start : start + length] = piece
    path = tmp_path / "export.xml"
    path.write_bytes(data)
    values = wxr.read(path, lambda _: None)
    try:
        first = next(values)
    except SourceError as refusal:
        assert refusal.problems[0].path == path.as_posix()
        return
    assert type(first) is Blog
    assert of(Blog, values) == 0


@pytest.mark.slow
def test_memory_does_not_grow_with_the_number_of_items(tmp_path: Path) -> None:
    def peak(items: int) -> int:
        path = tmp_path / "export.xml"
        path.write_text(export(*(item("x" * 20_000, number=number) for number in range(1, items + 1))))
        tracemalloc.start()
        for _ in wxr.read(path, pytest.fail):
            pass
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return most

    assert peak(600) < peak(60) * 1.2


@pytest.mark.parametrize(
    "head",
    [
        export().encode(),
        export().encode("utf-16"),
        b'\xef\xbb\xbf<rss xmlns:a="https://wordpress.org/export/1.0/">',
        b"<rss>\n<channel><wp:wxr_version>",
        b"<?xml version='1.0'?>\n<!-- This is a WordPress eXtended RSS file generated by WordPress as an export of your site. -->",
        b"<br />Notice: x\n<?xml version='1.0'?><rss xmlns:wp='http://wordpress.org/export/1.2/'>",
    ],
)
def test_an_export_is_known_by_its_content(head: bytes) -> None:
    assert wxr.is_wxr(head)


@pytest.mark.parametrize(
    "head",
    [
        b"",
        b"<html><body>&lt;rss xmlns:wp=http://wordpress.org/export/1.2/&gt;</body></html>",
        b'<?xml version="1.0"?><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>',
        b'<feed xmlns="http://www.w3.org/2005/Atom">',
        b"WordPress eXtended RSS, said the text",
        b"\x1f\x8b\x08\x00",
    ],
)
def test_what_is_no_export_is_not_taken_for_one(head: bytes) -> None:
    assert not wxr.is_wxr(head)


def test_every_real_export_is_known_by_its_head(legacy: Path) -> None:
    paths = [*(legacy / "wxr").rglob("*.xml"), *(legacy / "wordpress-site" / "wxr").glob("*.xml")]
    assert len(paths) == 36
    for path in paths:
        with path.open("rb") as file:
            assert wxr.is_wxr(file.read(wxr.HEAD)), path.name
