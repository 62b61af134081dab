"""Text extracts of pages: shapes of every kind, the sample's, the real ones, and those of a running WordPress."""

from __future__ import annotations

import difflib
import html
import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from sociable.errors import Problem, SourceError
from sociable.model import Author, Blog, Comment, Item, Page, Post, Term
from sociable.sources import feed, text_extract
from sociable.sources.text_extract import Row, catalogue

SAMPLE = Path(__file__).resolve().parent.parent / "sample" / "extracts"


@dataclass
class Extract:
    """What came of one extract."""

    items: list[Item]
    problems: list[Problem]

    @property
    def posts(self) -> list[Post]:
        return [item for item in self.items if isinstance(item, Post)]

    @property
    def post(self) -> Post:
        (post,) = self.posts
        return post

    @property
    def lost(self) -> tuple[str, ...]:
        return tuple(loss.what for loss in self.post.lost)

    @property
    def warnings(self) -> list[str]:
        return [f"{problem.line}: {problem.what}" for problem in self.problems]


def read_file(path: Path, **options: Any) -> Extract:
    problems: list[Problem] = []
    extract = Extract(list(text_extract.read(path, problems.append, **options)), problems)
    assert all(problem.level == "warning" and problem.path == path.as_posix() for problem in problems)
    return extract


@pytest.fixture
def read(tmp_path: Path) -> Callable[..., Extract]:
    """Read a text as the extract of the page at ``url``."""

    def read_text(text: str | bytes, url: str = "") -> Extract:
        path = tmp_path / "page.txt"
        path.write_bytes(text.encode() if isinstance(text, str) else text)
        return read_file(path, rows={"page.txt": Row("page.txt", url, "old", "Jo Park", "Anytown Council")})

    return read_text


def depths(comments: Sequence[Comment]) -> list[int]:
    found: dict[int, int] = {}
    for comment in comments:
        found[comment.id] = 0 if comment.parent is None else found[comment.parent] + 1
    return list(found.values())


def words(text: str) -> list[str]:
    return re.findall(r"\w+", html.unescape(re.sub(r"<[^>]*>", " ", text)))


# --- the shapes -----------------------------------------------------------------------------------------------------

WARNED = {
    "comment-count 4 != 3": "4 comments stated, 3 here",
    "4 tag names lost": "4 tag names lost",
    "body missing": "body missing",
}
LOST = {
    "image name glued to word": "image name glued to word",
    "link text removed x2": "link text removed (2)",
    "tweet host removed": "tweet host removed",
}
"""How a shape's expectation words a loss, and how the reader does."""


def check_comment(comment: Comment, wanted: dict[str, Any]) -> None:
    kind = wanted.get("type", "comment")
    assert comment.type == ("pingback" if kind == "reblog" else kind)  # WordPress has no type for a reblog
    if "author" in wanted:
        assert comment.author == (wanted["author"] or "")
    if "paragraphs" in wanted:
        assert comment.body.count("<p>") == wanted["paragraphs"]
    if "note" in wanted:
        assert comment.body.endswith(f"{wanted['note']}</p>")
    if "title" in wanted:
        assert comment.author == wanted["title"]


def each_lost(extract: Extract, counts: list[int], what: str) -> None:
    for post, count in zip(extract.posts, counts, strict=True):
        assert any(loss.what.startswith(f"{count} {what}") for loss in post.lost) == (count > 0)


def check_shape(extract: Extract, expected: dict[str, Any]) -> None:
    post = extract.posts[0]
    losses = {loss.what for each in extract.posts for loss in each.lost}
    dropped = {found[1] for each in extract.problems if (found := re.match(r"dropped by the rule ([\w-]+)", each.what))}
    for key, wanted in expected.items():
        match key:
            case "posts":
                assert len(extract.posts) == wanted
            case "title":
                assert html.unescape(post.title) == wanted
            case "titles":
                assert [each.title for each in extract.posts] == wanted
            case "body_list_items":
                assert post.body.count("<li>") == wanted
            case "stated_comments":
                here = len(post.comments)
                assert wanted == here or f"{wanted} comments stated, {here} here" in losses
            case "comments":
                assert len(post.comments) == len(wanted)
                for comment, depth, one in zip(post.comments, depths(post.comments), wanted, strict=True):
                    check_comment(comment, one)
                    assert depth == one.get("depth", 0)
            case "warn":
                assert {WARNED[one] for one in wanted} == losses
            case "losses":
                assert {LOST[one] for one in wanted} == losses
            case "dropped":
                assert dropped == set(wanted)
            case "categories":
                terms = {item.slug: item.name for item in extract.items if isinstance(item, Term)}
                assert [terms[slug] for slug in post.categories] == wanted
            case "lost_tags":
                each_lost(extract, wanted if isinstance(wanted, list) else [wanted], "tag name")
            case "comment_counts":
                each_lost(extract, wanted, "comments stated")
            case "blog_owner":  # the words about the owner are no part of the post; who owns a blog, its catalogue says
                assert "author-bio" in dropped
                assert wanted not in post.body
            case "author":
                assert wanted is None
                assert not post.authors
            case "truncated":
                assert [each.is_cut for each in extract.posts] == wanted
            case "image_stamps":
                assert (
                    sum(
                        loss.what == "picture missing, its name is left" for each in extract.posts for loss in each.lost
                    )
                    == wanted
                )
            case "headings_in_first":
                assert all(f"<p>{heading}</p>" in post.body for heading in wanted)
            case "split":
                assert any("by their titles alone" in each.what for each in extract.problems)
            case "reblog_of":
                assert f"<blockquote>\n<p>{wanted}</p>" in post.body
            case "reblog_of_url":
                assert wanted is None
                assert any(loss.startswith("address of the original post") for loss in losses)
            case "note":
                assert post.body.startswith(f"<p>{wanted}</p>")
            case "body":
                assert wanted is None
                assert post.body == ""
            case "closed":
                assert post.comments_open is not wanted
                assert "comments-closed" in dropped
            case "dates":
                assert [each.date and each.date.date().isoformat() for each in extract.posts] == wanted
            case "authors":
                names = {item.id: item.name for item in extract.items if isinstance(item, Author)}
                assert [[names[one] for one in each.authors] for each in extract.posts] == wanted
            case _:
                pytest.fail(f"nothing checks {key}")


SHAPES = [
    "01-single-responses-threaded",
    "02-thoughts-unclosed-quote",
    "03-one-comment-words",
    "04-meta-tags-stripped",
    "05-listing-continue-reading",
    "06-category-full-bodies-no-markers",
    "07-reblog-view-original",
    "08-pingback-and-reblog-comments",
    "09-comments-only",
    "10-squarespace-listing",
    "11-glued-image-names",
]


@pytest.mark.parametrize("name", SHAPES)
def test_every_shape_is_read_as_it_is_meant(legacy: Path, name: str) -> None:
    shape = legacy / "text-shapes" / f"{name}.txt"
    check_shape(read_file(shape), json.loads(shape.with_suffix(".json").read_text(encoding="utf-8")))


def test_a_feed_that_was_saved_as_text_is_read_as_a_feed(legacy: Path) -> None:
    shape = legacy / "text-shapes" / "12-feed-xml.txt"
    expected = json.loads(shape.with_suffix(".json").read_text(encoding="utf-8"))
    head = shape.read_bytes()
    assert feed.is_feed(head)
    assert not text_extract.is_text(head)
    items = list(feed.read(shape, lambda problem: None))
    posts = [item for item in items if isinstance(item, Post)]
    assert len(posts) == expected["posts"]
    assert posts[0].title == expected["title"]
    assert posts[0].date is not None and posts[0].date.isoformat() == expected["date"]
    assert [item.name for item in items if isinstance(item, Author)] == [expected["author"]]
    assert [item.name for item in items if isinstance(item, Term)] == expected["tags"]


# --- the real extracts ----------------------------------------------------------------------------------------------


def real(legacy: Path, number: str) -> Extract:
    (path,) = (legacy / "text").glob(f"{number}_*.txt")
    return read_file(path)


@pytest.mark.parametrize(
    ("number", "titles"),
    [
        ("000", 1),
        ("001", 1),
        ("002", 5),
        ("003", 4),
        ("004", 1),
    ],
)
def test_real_pages_hold_as_many_posts_as_people_count(legacy: Path, number: str, titles: int) -> None:
    assert len(real(legacy, number).posts) == titles


def test_the_comments_of_real_pages_stand_under_the_right_one(legacy: Path) -> None:
    friendly, journey = real(legacy, "001").post, real(legacy, "004").post
    assert depths(friendly.comments) == [0, 1, 0, 1, 0, 0, 0, 1]
    assert [comment.author for comment in friendly.comments] == [
        "",
        "Phil Jewitt",
        "",
        "Phil Jewitt",
        "Kingsley Iball",
        "",
        "Fiona",
        "Phil Jewitt",
    ]
    assert depths(journey.comments) == [0, 0, 1]
    assert {comment.author for comment in journey.comments} == {""}


def test_what_real_pages_had_lost_is_said(legacy: Path) -> None:
    assert "12 tag names lost" in real(legacy, "000").lost
    assert real(legacy, "001").lost == ("10 comments stated, 8 here",)
    assert real(legacy, "004").lost == ("4 comments stated, 3 here",)


def test_numbered_lists_before_the_comments_stay_lists(legacy: Path) -> None:
    body = real(legacy, "001").post.body
    assert [part.count("<li>") for part in body.split("<ol>")] == [0, 5, 5]


def test_dates_come_from_the_address_of_a_post_and_from_no_listing(legacy: Path) -> None:
    dates = {number: real(legacy, number).posts[0].date for number in ("000", "001", "002", "004")}
    assert {number: date and date.date().isoformat() for number, date in dates.items()} == {
        "000": "2014-10-11",
        "001": None,
        "002": None,
        "004": "2009-01-14",
    }


def test_the_catalogue_says_whose_blog_it_was(legacy: Path) -> None:
    blog = real(legacy, "000").items[0]
    assert isinstance(blog, Blog)
    assert (blog.url, blog.owner, blog.organisation) == (
        "https://trulysocial.wordpress.com",
        "Phil Jewitt",
        "Leeds City Council",
    )


def own_words(path: Path, dropped: set[int]) -> list[str]:
    """The words of an extract without those of its form, and without the markers of lists."""
    lines = path.read_text(encoding="utf-8").split("\n")
    kept = (line for number, line in enumerate(lines, 1) if number not in dropped)
    return [word for line in kept for word in re.findall(r"\w+", re.sub(r"^\s*\d+\.(?=\s)", "", line))]


def dropped_lines(extract: Extract) -> set[int]:
    numbers: set[int] = set()
    for problem in extract.problems:
        if found := re.match(r"dropped by the rule \S+: (?:\d+ lines|line)(?:, )? ?(.+)", problem.what):
            for run in re.findall(r"\d+(?:–\d+)?", found[1]):
                first, _, last = run.partition("–")
                numbers.update(range(int(first), int(last or first) + 1))
    return numbers


NOT_OF_A_BODY = re.compile(
    r"\d+ (?:Responses to|thoughts on) .*|.* says:|This entry was posted in .*|\s*(?:\d+\.|•) \S+ \S+ says:"
)


@pytest.mark.parametrize("number", ["000", "001", "002", "003", "004"])
def test_every_word_of_a_real_page_is_kept_in_order_or_its_line_is_reported(legacy: Path, number: str) -> None:
    (path,) = (legacy / "text").glob(f"{number}_*.txt")
    extract = read_file(path)
    lines = path.read_text(encoding="utf-8").replace("\xa0", " ").split("\n")
    filed = {index for index, line in enumerate(lines, 1) if NOT_OF_A_BODY.fullmatch(line)}
    expected = own_words(path, dropped_lines(extract) | filed)
    found = [
        word
        for post in extract.posts
        for text in (post.title, post.body, *(comment.body for comment in post.comments))
        for word in words(text)
    ]
    assert found == expected


@pytest.mark.parametrize("number", ["000", "001", "004"])
def test_no_line_of_a_form_is_in_a_body_or_a_comment(legacy: Path, number: str) -> None:
    post = real(legacy, number).post
    text = " ".join((post.body, *(comment.body for comment in post.comments)))
    for chrome in (
        "Leave a",
        "Fill in your details",
        "Connecting to",
        "Bookmark the permalink",
        "Advertisement",
        "Log",
    ):
        assert chrome not in text


# --- extracts of a running WordPress --------------------------------------------------------------------------------


def extracted(page: Path) -> str:
    html2text = pytest.importorskip("resiliparse.extract.html2text")
    text: str = html2text.extract_plain_text(
        page.read_text(encoding="utf-8", errors="replace"),
        main_content=True,
        preserve_formatting=True,
        list_bullets=True,
        comments=True,
    )
    return text


def words_of_post(text: str) -> list[str]:
    """The words of a page of the theme Twenty Ten that belong to its post and its comments, in order."""
    lines = text.replace("\xa0", " ").split("\n")
    filed = max(
        (at for at, line in enumerate(lines) if line.startswith("This entry was posted in ")), default=len(lines)
    )
    form = max((at for at, line in enumerate(lines) if line in ("Leave a Reply", "Comments are closed.")), default=0)
    found: list[str] = []
    for at, line in enumerate(lines[: form if form > filed else len(lines)]):
        is_dated = at < 3 and re.match(r"Posted on \w+ \d+, \d{4} by \S+", line)
        is_header = at > filed and re.match(r"(?:\d+|One) Responses? to", line)
        if is_dated or is_header or at == filed or line.startswith("Pages: 1 2"):
            continue
        bare = re.sub(r"^\s*\d+\.(?=\s)", "", line)
        if at > filed:
            bare = re.sub(r"says:$|Pingback:", "", bare)
        found += re.findall(r"\w+", bare)
    return found


def test_pages_of_a_running_wordpress_keep_their_words_and_their_comments(legacy: Path, tmp_path: Path) -> None:
    site = legacy / "wordpress-site" / "html" / "twentyten"
    truth = json.loads((legacy / "wordpress-site" / "truth.json").read_text(encoding="utf-8"))
    said = {" ".join(words(one["text"])[:8]): one["author"] for post in truth["posts"] for one in post["comments"]}
    pages = [page for page in site.rglob("index.html") if " single-post " in page.read_text(errors="replace")[:9000]]
    assert len(pages) > 100
    kept = held = comments = 0
    for page in pages:
        text = extracted(page)
        path = tmp_path / "page.txt"
        path.write_text(text, encoding="utf-8")
        post = read_file(path).post
        expected = words_of_post(text)
        found = words(" ".join((post.title, post.body, *(f"{one.author} {one.body}" for one in post.comments))))
        matcher = difflib.SequenceMatcher(None, expected, found, autojunk=False)
        same = sum(block.size for block in matcher.get_matching_blocks())
        assert same >= 0.99 * len(expected), page
        kept, held = kept + same, held + len(expected)
        for comment in post.comments:
            spoken = " ".join(words(comment.body)[:8])
            assert comment.author in ("", said.get(spoken, comment.author)), page
            comments += 1
    assert kept >= 0.999 * held
    assert comments == 14  # 7, 5, 1 and 1: all that the extracts hold of the four pages that have any


# --- the sample -----------------------------------------------------------------------------------------------------


def test_the_sample_extracts_hold_four_pages() -> None:
    library, asking, bins, home = (read_file(path) for path in sorted(SAMPLE.glob("*.txt")))
    assert library.lost == ("9 comments stated, 8 here", "2 tag names lost")
    assert depths(library.post.comments) == [0, 0, 1, 2, 3, 4, 0, 1]
    assert [post.title for post in asking.posts] == [
        "What the library found out by asking",
        "Bins: the question",
        "Where should the benches go?",
    ]
    assert depths(bins.post.comments) == [0, 1, 2, 3, 4, 0, 1, 0, 1]
    assert [post.is_cut for post in home.posts] == [True, True]


def test_a_comment_has_the_same_number_in_another_extract_of_its_post(read: Callable[..., Extract]) -> None:
    whole = "A day at the town hall\n\nWords.\n\n2 Responses to A day at the town hall\n\n  1. Ann Fox says:\n\n    Yes.\n\n  2. No.\n"
    bare = "2 thoughts on “A day at the town\xa0hall”\n\n  1. Yes.\n\n  2. No.\n"
    numbers = [[comment.id for comment in read(text).post.comments] for text in (whole, bare)]
    assert numbers[0] == numbers[1]
    assert len(set(numbers[0])) == 2


def test_the_same_words_said_twice_are_two_comments(read: Callable[..., Extract]) -> None:
    text = "Bins\n\nWords.\n\n2 Responses to Bins\n\n  1. Agreed.\n\n  2. Agreed.\n"
    first, second = read(text).post.comments
    assert first.id != second.id


# --- pages ----------------------------------------------------------------------------------------------------------

TWO = "A first title of a\xa0post\n\nOne.\n\n\n\nA second title of a\xa0post\n\nTwo.\n"


@pytest.mark.parametrize(
    ("url", "kind", "count"),
    [
        pytest.param("", Post, 2, id="no address: the titles tell"),
        pytest.param("https://blog.example/category/x/", Post, 2, id="a listing"),
        pytest.param("https://blog.example/2013/01/", Post, 2, id="a month"),
        pytest.param("https://blog.example/", Post, 2, id="the home page"),
        pytest.param("https://blog.example/2013/01/19/first/", Post, 1, id="a post's own page"),
        pytest.param("https://blog.example/about/", Page, 1, id="a page outside the stream"),
    ],
)
def test_the_address_says_what_kind_of_page_it_is(read, url: str, kind: type[Post], count: int) -> None:
    posts = read(TWO, url).posts
    assert [type(post) for post in posts] == [kind] * count


def test_a_header_of_a_listing_is_no_title(read) -> None:
    extract = read(f"Category Archives: bins\n\n{TWO}")
    assert [post.title for post in extract.posts] == ["A first title of a post", "A second title of a post"]
    assert "1: dropped by the rule archive-header: line 1" in extract.warnings


def test_a_page_that_says_when_it_was_posted_is_a_post_whatever_its_address(read) -> None:
    post = read("Bins\n\nPosted on January 3, 2012 by Ann Fox\n\nWords.\n", "https://blog.example/bins/").post
    assert type(post) is Post
    assert post.date is not None and post.date.date().isoformat() == "2012-01-03"
    assert post.authors == ("ann-fox",)
    assert post.body == "<p>Words.</p>"


def test_a_page_of_prose_that_mentions_comments_has_none(read) -> None:
    text = "Digital leadership for all of us\n\n3 thoughts on leadership\n\n  1. Listen.\n  2. Answer.\n  3. Thank.\n\nAnn says:\n\nYes.\n"
    post = read(text).post
    assert post.comments == ()
    assert "3 thoughts on leadership" in post.body


def test_a_post_may_speak_of_leaving_a_reply(read) -> None:
    post = read(
        "How forms work on our blog\n\nLeave a reply\n\nThat is what the button says, and it says too little for most people who see it.\n"
    ).post
    assert "Leave a reply" in post.body


COMMENTS = "Bins\n\nWords.\n\n3 Responses to Bins\n\n"


@pytest.mark.parametrize(
    ("text", "authors", "levels"),
    [
        pytest.param(
            "  1. Ann Fox says:\n\n    One.\n\n    • Two.\n\n  2. Three.\n",
            ["Ann Fox", "", ""],
            [0, 1, 0],
            id="a reply without a name",
        ),
        pytest.param("  1. One.\n\n    • a\n    • b\n\n  2. Three.\n", ["", ""], [0, 0], id="a tight list is no reply"),
        pytest.param(
            "  1. One.\n\n    • a\n\n    And so on.\n\n  2. Three.\n",
            ["", ""],
            [0, 0],
            id="what the comment goes on after is no reply",
        ),
        pytest.param(
            "  1. One.\n\n    • Ann Fox says:\n\n      Two.\n\n      1. Three.\n",
            ["", "Ann Fox"],
            [0, 1],
            id="replies have bullets here, so a number is an item",
        ),
        pytest.param(
            "Ann Fox says:\nJanuary 3, 2012 at 5:01 pm\n\nOne.\n\nOmar Bell says:\n\nTwo.\n",
            ["Ann Fox", "Omar Bell"],
            [0, 0],
            id="no list at all",
        ),
        pytest.param(
            "  1. Ann Fox Avatar\n\n    One.\n\n  2. Omar Bell Avatar\n\n    Two.\n",
            ["Ann Fox", "Omar Bell"],
            [0, 0],
            id="names from pictures",
        ),
        pytest.param("  1. I loved Avatar\n\n    One.\n\n  2. Two.\n", ["", ""], [0, 0], id="a film is no name"),
        pytest.param("  1. says:\n\n    One.\n", [""], [0], id="a name that was stripped"),
        pytest.param("  1. ann@town.example says:\n\n    One.\n", [""], [0], id="an address is not passed on"),
    ],
)
def test_comments_are_told_from_lists(read, text: str, authors: list[str], levels: list[int]) -> None:
    comments = read(COMMENTS + text).post.comments
    assert [comment.author for comment in comments] == authors
    assert depths(comments) == levels


def test_a_time_below_a_name_is_the_time_of_the_comment(read) -> None:
    (comment,) = read(
        COMMENTS + "  1. Ann Fox says:\n\n    January 3, 2012 at 5:01 pm\n\n    One.\n\n    Reply\n"
    ).post.comments
    assert comment.date is not None and comment.date.isoformat() == "2012-01-03T17:01:00+00:00"
    assert comment.body == "<p>One.</p>"


def test_numbers_that_are_missing_among_comments_are_said(read) -> None:
    extract = read(COMMENTS + "  1. One.\n\n  4. Four.\n\n  5. Five.\n")
    assert extract.lost == ("comments missing: numbers 2 to 3 of those at the top",)


def test_comments_that_nothing_parts_are_kept_as_one(read) -> None:
    extract = read("Bins\n\nWords.\n\n2 Responses to Bins\n\nOne.\n\nTwo.\n")
    assert len(extract.post.comments) == 1
    assert extract.lost == ("2 comments stated, 1 here", "nothing parts the comments from each other: kept as one")


# --- files ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "what"),
    [
        pytest.param(b"", "no plain text", id="empty"),
        pytest.param(b"\x89PNG\r\n\x1a\n\0\0", "no plain text", id="a picture"),
        pytest.param(b"<html><body>", "no plain text", id="a web page"),
        pytest.param(b'{"posts": []}', "no plain text", id="data"),
        pytest.param(b"Skip to content\n\nAdvertisement\n", "no words", id="chrome alone"),
    ],
)
def test_what_is_no_extract_is_refused(read, data: bytes, what: str) -> None:
    with pytest.raises(SourceError, match=what):
        read(data)


@pytest.mark.parametrize(
    ("data", "body"),
    [
        pytest.param("Bins\r\n\r\nTea’s up.\r\n".encode(), "Tea’s up.", id="line ends of Windows"),
        pytest.param("\ufeffBins\n\nTea’s up.\n".encode(), "Tea’s up.", id="a byte order mark"),
        pytest.param("Bins\n\nTea’s up.\n".encode("utf-16"), "Tea’s up.", id="UTF-16"),
        pytest.param("Bins\n\nTea’s up.\n".encode("cp1252"), "Tea’s up.", id="Windows-1252"),
        pytest.param(
            b"Bins\n\nTea <b>&amp; <script>x</script>\n",
            "Tea &lt;b&gt;&amp;amp; &lt;script&gt;x&lt;/script&gt;",
            id="markup is text",
        ),
    ],
)
def test_any_encoding_is_read(read, data: bytes, body: str) -> None:
    post = read(data).post
    assert (post.title, post.body) == ("Bins", f"<p>{body}</p>")


def test_a_text_cut_short_anywhere_is_still_read(read) -> None:
    whole = (SAMPLE / "000-library.txt").read_text(encoding="utf-8")
    for end in range(40, len(whole), 97):
        assert len(read(whole[:end]).posts) == 1


@pytest.mark.parametrize(
    ("text", "what"),
    [
        pytest.param("name,url\na.txt,\n", "has no column `file`", id="no column"),
        pytest.param("file,url\na.txt,x\na.txt,y\n", "names the file a.txt a second time", id="twice"),
    ],
)
def test_a_catalogue_that_cannot_be_trusted_is_refused(tmp_path: Path, text: str, what: str) -> None:
    path = tmp_path / catalogue.NAME
    path.write_text(text, encoding="utf-8")
    with pytest.raises(SourceError, match=what):
        catalogue.read(path)
