"""No script reaches a reader: every vector in every place that a blog's readers and writers can fill, built and parsed."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree
from xml.sax.saxutils import escape

import html5lib
import pytest

from sociable.importing import run
from tests.building import VOCABULARY, build, lay

PLACES = ("body", "title", "author", "category", "tag", "comment", "commenter", "url")
LIVE = {"script", "base", "form", "iframe", "object", "embed", "applet", "frame", "frameset", "style"}
ADDRESSES = {"href", "src", "action", "formaction", "data", "poster", "background", "xlink:href", "cite", "longdesc"}
DANGEROUS = re.compile(
    r"^[\x00-\x20]*(javascript|vbscript|livescript|data(?!:image/(?:png|gif|jpe?g|webp)))[\x00-\x20]*:", re.I
)
ATOM = "{http://www.w3.org/2005/Atom}"


def export(rows: list[dict[str, str]]) -> str:
    """A WXR file with one post a vector, the vector in every place at once, and a neighbour after each."""
    items = "".join(_item(number, vector(row)) + _neighbour(number) for number, row in enumerate(rows, start=1))
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0" xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/"'
        ' xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"'
        ' xmlns:wp="http://wordpress.org/export/1.2/"><channel><title>Hostile</title><link>http://old.example</link>'
        "<wp:wxr_version>1.2</wp:wxr_version><wp:base_blog_url>http://old.example</wp:base_blog_url>"
        + items
        + "</channel></rss>"
    )


def vector(row: dict[str, str]) -> str:
    """The payload without what no XML may hold."""
    return re.sub(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", "", row["payload"])


def _item(number: int, payload: str) -> str:
    text = escape(payload)
    return f"""<item><title>{text}</title><link>http://old.example/2013/01/02/v{number}/</link><dc:creator>{text}</dc:creator>
<content:encoded>Before the vector {number}.

{text}

After the vector {number}.</content:encoded><excerpt:encoded></excerpt:encoded><wp:post_id>{number * 10}</wp:post_id>
<wp:post_date>2013-01-02 03:04:05</wp:post_date><wp:post_date_gmt>2013-01-02 03:04:05</wp:post_date_gmt>
<wp:post_name>v{number}</wp:post_name><wp:status>publish</wp:status><wp:post_type>post</wp:post_type>
<category domain="category" nicename="c{number}">{text}</category><category domain="post_tag" nicename="t{number}">{text}</category>
<wp:comment><wp:comment_id>{number}</wp:comment_id><wp:comment_author>{text}</wp:comment_author>
<wp:comment_author_url>{text}</wp:comment_author_url><wp:comment_date>2013-01-03 03:04:05</wp:comment_date>
<wp:comment_date_gmt>2013-01-03 03:04:05</wp:comment_date_gmt><wp:comment_content>{text}</wp:comment_content>
<wp:comment_approved>1</wp:comment_approved><wp:comment_type></wp:comment_type><wp:comment_parent>0</wp:comment_parent>
</wp:comment></item>
"""


def _neighbour(number: int) -> str:
    return f"""<item><title>Neighbour {number}</title><link>http://old.example/2013/01/02/n{number}/</link><dc:creator>calm</dc:creator>
<content:encoded>All is well with {number}.</content:encoded><wp:post_id>{number * 10 + 1}</wp:post_id>
<wp:post_date>2013-01-02 03:04:06</wp:post_date><wp:post_date_gmt>2013-01-02 03:04:06</wp:post_date_gmt>
<wp:post_name>n{number}</wp:post_name><wp:status>publish</wp:status><wp:post_type>post</wp:post_type></item>
"""


def alive(element: Any) -> Iterator[str]:
    """What of an element could run or fetch; the document's own head is checked by :func:`head_is_ours`."""
    name = str(element.tag).rpartition("}")[2].lower()
    if name in LIVE:
        yield f"<{name}>"
    if name == "meta" and "refresh" in str(element.get("http-equiv", "")).lower():
        yield "meta refresh"
    for key, value in element.attrib.items():
        attribute = str(key).rpartition("}")[2].lower()
        if attribute.startswith("on") or attribute in {"srcdoc", "style"}:
            yield f"{name} {attribute}"
        if (attribute in ADDRESSES or str(key).endswith("href")) and DANGEROUS.match(value):
            yield f"{name} {attribute}={value[:40]}"
        if name == "link" and attribute == "href" and value.startswith(("http://", "//")):
            yield f"remote link {value}"
        if name == "img" and attribute in {"src", "srcset"} and value.startswith(("http", "//")):
            yield f"remote picture {value}"


def live_parts(html: str) -> list[str]:
    """What is live in a document or fragment, as an HTML5 parser reads it."""
    tree = html5lib.parse(html, treebuilder="etree", namespaceHTMLElements=True)
    return [part for element in tree.iter() if isinstance(element.tag, str) for part in alive(element)]


@pytest.mark.parametrize(
    ("html", "found"),
    [
        ("<p>calm</p>", 0),
        ("<script>1</script>", 1),
        ("<svg onload=1>", 1),
        ("<a href=' java\nscript:1'>", 0),
        ("<a href='javascript:1'>", 1),
        ("<form>", 1),
    ],
)
def test_the_check_itself_sees_what_is_live(html: str, found: int) -> None:
    assert len(live_parts(html)) == found


@pytest.mark.slow
def test_every_vector_comes_out_inert_on_every_page_and_in_every_feed(hostile: Path, tmp_path: Path) -> None:
    rows = [json.loads(line) for line in (hostile / "xss_vectors.jsonl").read_text(encoding="utf-8").splitlines()]
    assert len(rows) == 813
    source = tmp_path / "hostile.xml"
    source.write_text(export(rows), encoding="utf-8")
    content = lay(tmp_path / "content", VOCABULARY)
    report = run([source], name="hostile", content=content)
    assert report.counts()["post"] == {"seen": 1626, "written": 1626, "merged": 0, "withheld": 0, "refused": 0}
    assert report.counts()["comment"]["written"] == 813
    site = build(content, tmp_path / "output", ENTRIES_PER_PAGE=200)
    problems = []
    for path in sorted(site.output.rglob("*.html")):
        problems += [(path.name, part) for part in live_parts(path.read_text(encoding="utf-8"))]
    for path in sorted(site.output.rglob("*.atom")):
        feed = ElementTree.fromstring(path.read_bytes())
        for content_of in feed.iter(f"{ATOM}content"):
            problems += [(path.name, part) for part in live_parts(content_of.text or "")]
        problems += [
            (path.name, link.get("href")) for link in feed.iter(f"{ATOM}link") if DANGEROUS.match(link.get("href", ""))
        ]
    assert not problems[:20]
    for number in range(1, 814):
        page = site.page(f"archive/hostile/2013/01/02/n{number}/")
        assert page.select_one(".prose").get_text(strip=True) == f"All is well with {number}."
        words = site.page(f"archive/hostile/2013/01/02/v{number}/").select_one("article .prose").get_text()
        assert f"Before the vector {number}." in words
