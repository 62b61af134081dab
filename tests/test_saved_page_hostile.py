"""Pages made to break a reader: no traceback, and no more work than their length asks for."""

from __future__ import annotations

import time
import tracemalloc
from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sociable.model import Item, Post
from sociable.sources.saved_page import Capture, read_site
from sociable.sources.saved_page.elements import DEEPEST, Document, words
from tests.blog_pages import Said, Shown, classic

pytestmark = pytest.mark.slow  # real builds and imports, many of them

GREEN = Shown(12, "green-shoots", "Green shoots", comments=(Said(5),))
PAGE = classic(GREEN)


def items(html: str | bytes) -> list[Item]:
    given = html if isinstance(html, bytes) else html.encode("utf-8", "surrogatepass")
    return list(read_site([Capture(GREEN.link, given, "x")], lambda problem: None))


def words_of(words: str) -> str:
    [post] = [item for item in items(classic(replace(GREEN, words=words))) if isinstance(item, Post)]
    return post.body


REPEATED = {
    "nesting": "<div>",
    "inline nesting": "<b><i>",
    "ends of nothing": "</div></p></b>",
    "open tags": "<a <a ",
    "quotes": "<a b=\"x' c='",
    "comments": "<!-- <!--",
    "declarations": "<!x <?x ",
    "raw text": "<script><style><textarea><iframe>",
    "lists": "<li><ul><li>",
    "tables": "<table><td><tr>",
    "paragraphs": "<p><b><p>",
    "attributes": "<a x=1 y='2' z=\"3\" ",
    "posts": '<article id="post-1" class="hentry post-1">',
    "comments on comments": '<li id="comment-7" class="comment depth-1">',
    "markers": "<!-- .entry-content -->",
    "entities": "&#x110000;&amp;&lt",
    "equals": '<a ====="',
    "srcset": '<img srcset="a, b, ,, data:x">',
}


def cpu(html: str) -> float:
    before = time.process_time()
    items(html)
    return time.process_time() - before


@pytest.mark.parametrize("piece", REPEATED.values(), ids=REPEATED)
def test_the_work_grows_as_the_page_does(piece: str) -> None:
    small, large = (PAGE.replace("<p>Words of a post.</p>", piece * (size // len(piece))) for size in (8_000, 64_000))
    assert cpu(large) < 8 * 4 * max(cpu(small), 0.02)


def test_what_is_nested_too_deep_is_text() -> None:
    document = Document("<div>" * 5000 + "x" + "</div>" * 5000)
    depths = [sum(1 for _ in node.around()) for node in document.nodes]
    assert max(depths) <= DEEPEST
    assert words_of("<b>" * 3000 + "deep" + "</b>" * 3000).count("deep") == 1


def test_huge_attributes_and_lines_are_read() -> None:
    data = "A" * 3_000_000
    assert (
        words_of(f'<img src="data:image/png;base64,{data}" alt="x">')
        == f'<img src="data:image/png;base64,{data}" alt="x">'
    )


def test_scripts_are_no_elements_and_stay_for_the_sanitiser() -> None:
    script = '<script>document.write("<div class=\\"entry-content\\"><li id=\\"comment-9\\">")</script>'
    found = [item for item in items(classic(replace(GREEN, words=f"<p>A.</p>{script}"))) if isinstance(item, Post)]
    assert [comment.id for comment in found[0].comments] == [5]
    assert found[0].body == f"<p>A.</p>{script}"


BROKEN = {
    "cut short": PAGE[: len(PAGE) // 2],
    "cut in a tag": PAGE[: PAGE.index("entry-title") + 3],
    "no end": PAGE + "<div class='",
    "broken bytes": PAGE.encode().replace(b"Words", b"W\xff\xfe\xc3rds"),
    "control characters": PAGE.replace("Words", "W\x00\x01\x7f\ufeffrds"),
    "numbers without end": PAGE.replace("post-12", "post-" + "9" * 400).replace("comment-5", "comment-" + "9" * 400),
    "odd addresses": PAGE.replace("http://parks.example", "http://[::1"),
    "odd data": PAGE.replace("</head>", '<script type="application/ld+json">' + '{"a":[' * 3000 + "</script></head>"),
    "data that lies": PAGE.replace("</head>", '<script type="application/ld+json">{"@type":"Article","author":[7],"datePublished":{}}</script></head>'),
    "odd dates": PAGE.replace("2013-01-19T10:05:11+00:00", "9999-99-99T99:99"),
    "early dates": PAGE.replace("2013-01-19T10:05:11+00:00", "0001-01-01T00:00:00+14:00"),
}  # fmt: skip


@pytest.mark.parametrize("html", BROKEN.values(), ids=BROKEN)
def test_a_broken_page_breaks_nothing(html: str | bytes) -> None:
    for item in items(html):
        assert item


@settings(max_examples=60)
@given(
    st.lists(
        st.sampled_from([*REPEATED.values(), PAGE[:900], PAGE[900:2500], "x", '"', ">", "</article>", "<!--"]),
        max_size=12,
    )
)
def test_elements_lie_within_each_other(pieces: list[str]) -> None:
    document = Document("".join(pieces))
    for node in document.nodes:
        assert node.start < node.inner <= node.stop <= node.end <= len(document.text) or node.inner <= node.end
        for around in node.around():
            assert around.index < node.index <= around.last
            assert around.inner <= node.start


class Many(Sequence[Capture]):
    """Pages of 200 KB, each made when it is asked for."""

    def __init__(self, count: int) -> None:
        self._count = count

    def __len__(self) -> int:
        return self._count

    def __getitem__(self, at: int) -> Capture:  # type: ignore[override]
        if at >= self._count:
            raise IndexError(at)
        said = Shown(at + 1, f"post-of-{at}", words=f"<p>{'word ' * 40_000}</p>", comments=(Said(at + 1),))
        return Capture(said.link, classic(said).encode(), said.link)


def peak(count: int) -> int:
    tracemalloc.start()
    try:
        for _ in read_site(Many(count), lambda problem: None):
            pass
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_memory_does_not_grow_with_the_pages_but_by_a_note_on_each() -> None:
    assert peak(60) - peak(20) < 40 * 8_000


def test_an_address_in_a_name_is_not_passed_on() -> None:
    page = classic(replace(GREEN, author="jo@parks.example", comments=(Said(5, name="bo@home.example"),)))
    found = items(page)
    assert "@" not in repr([item for item in found if not isinstance(item, Post)])
    [post] = [item for item in found if isinstance(item, Post)]
    assert post.comments[0].author == "Name withheld"
    assert "gravatar" not in repr(post)


def test_the_words_of_a_piece_of_html_are_its_text() -> None:
    assert words("a<b>c</b> &amp;\n <!-- x --> d<script>e</script>") == "ac & d"
