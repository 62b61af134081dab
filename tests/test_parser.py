"""A WXR file is split into records, whatever its namespaces, and never does harm."""

from __future__ import annotations

import tracemalloc
from collections.abc import Iterator

import pytest

from sociable.errors import SourceError
from sociable.sources.parser import MAX_DEPTH, NotWellFormed, records
from sociable.sources.records import FIELDS, Category, Record
from sociable.sources.tally import Tally

NAMESPACES = (
    'xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/" xmlns:content="http://purl.org/rss/1.0/modules/content/" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:wp="http://wordpress.org/export/1.2/"'
)


def parsed(xml: str, piece: int = 1 << 18) -> tuple[list[Record], list[str]]:
    tally = Tally()
    pieces = (xml[at : at + piece] for at in range(0, len(xml), piece))
    found = list(records(pieces, "export.xml", tally))
    return found, [f"{problem.line}: {problem.what}" for problem in tally.problems("")]


def export(channel: str, root: str = NAMESPACES) -> str:
    return f'<rss version="2.0" {root}>\n<channel>\n{channel}\n</channel>\n</rss>\n'


def only_item(xml: str) -> Record:
    (item,) = (record for record in parsed(xml)[0] if record.name == "item")
    return item


def test_records_come_in_the_order_in_which_they_end_with_the_line_on_which_they_start() -> None:
    xml = export(
        "<title>Blog</title>\n<wp:author>\n<wp:author_login>jane</wp:author_login></wp:author>\n"
        "<item>\n<title>Post</title>\n<wp:comment>\n<wp:comment_id>3</wp:comment_id>\n</wp:comment>\n</item>"
    )
    found, warnings = parsed(xml)
    assert [(record.name, record.line) for record in found] == [
        ("wp:author", 4),
        ("wp:comment", 8),
        ("item", 6),
        ("channel", 2),
    ]
    assert (found[1].text("wp:comment_id"), found[1].line_of("wp:comment_id")) == ("3", 9)
    assert (found[3].text("title"), found[2].text("title"), warnings) == ("Blog", "Post", [])


def test_only_what_is_listed_is_read() -> None:
    item = only_item(
        export(
            "<item><wp:comment><wp:comment_author_IP>192.0.2.1</wp:comment_author_IP></wp:comment>"
            "<wp:ping_status>open</wp:ping_status><enclosure url='x'/><title>T</title>"
            "<wp:postmeta><wp:meta_key>_secret</wp:meta_key><wp:meta_value>s</wp:meta_value></wp:postmeta></item>"
        )
    )
    assert (item.texts, item.meta) == ({"title": "T"}, [])


def test_records_that_are_not_asked_for_are_passed_over() -> None:
    xml = export("<item><wp:comment><wp:comment_id>1</wp:comment_id></wp:comment><title>T</title></item>")
    fields = {**FIELDS, "item": frozenset({"title"})}
    del fields["wp:comment"]
    found = list(records([xml], "export.xml", Tally(), fields))
    assert [(record.name, record.texts) for record in found] == [("item", {"title": "T"}), ("channel", {})]


def test_metadata_keeps_every_value_of_a_key_in_order() -> None:
    meta = "".join(
        f"<wp:postmeta><wp:meta_key>{key}</wp:meta_key><wp:meta_value><![CDATA[{value}]]></wp:meta_value></wp:postmeta>"
        for key, value in [("_wp_old_slug", "a"), ("_thumbnail_id", "5"), ("_wp_old_slug", "b ")]
    )
    item = only_item(export(f"<item>{meta}</item>"))
    assert (item.metadata("_wp_old_slug"), item.metadata("_thumbnail_id")) == (["a", "b "], ["5"])


def test_white_space_is_kept_in_what_is_stored_and_stripped_elsewhere() -> None:
    item = only_item(
        export(
            "<item><title>\n T \n</title><content:encoded>\n<![CDATA[one]]><![CDATA[two]]>\n</content:encoded></item>"
        )
    )
    assert (item.text("title"), item.text("content:encoded")) == ("T", "\nonetwo\n")


def test_the_first_of_two_texts_counts_unless_it_is_empty() -> None:
    item = only_item(export("<item><title/><title>A</title><title>B</title><wp:post_id>1</wp:post_id></item>"))
    assert (item.text("title"), item.number("wp:post_id")) == ("A", 1)


def test_categories_carry_their_attributes() -> None:
    item = only_item(
        export(
            "<item><category domain='category' nicename=' a-b '><![CDATA[A & B]]></category><category>C</category></item>"
        )
    )
    assert item.categories == [Category("category", "a-b", "A & B"), Category("", "", "C")]


@pytest.mark.parametrize(
    ("text", "number"), [("7", 7), ("007", 7), ("0", None), ("", None), ("-7", None), ("7.5", None), ("9" * 40, None)]
)
def test_a_number_is_positive_or_none(text: str, number: int | None) -> None:
    assert only_item(export(f"<item><wp:post_id>{text}</wp:post_id></item>")).number("wp:post_id") == number


@pytest.mark.parametrize(("text", "order"), [("7", 7), ("-7", -7), ("", 0), ("x", 0), ("9" * 40, 0)])
def test_an_order_may_be_negative(text: str, order: int) -> None:
    assert only_item(export(f"<item><wp:menu_order>{text}</wp:menu_order></item>")).order("wp:menu_order") == order


def test_markup_that_was_not_put_into_a_section_is_kept_as_html() -> None:
    item = only_item(
        export('<item><content:encoded>R &amp; D <p class="a &quot;b&quot;">x &lt; y<br/></p></content:encoded></item>')
    )
    assert item.text("content:encoded") == "R &amp; D <p class='a \"b\"'>x &lt; y<br></br></p>"


def test_a_record_s_name_inside_a_text_is_markup() -> None:
    item = only_item(export("<item><title>a<item>b</item></title><wp:author> jane </wp:author></item>"))
    assert (item.text("title"), item.text("wp:author")) == ("a<item>b</item>", "jane")


@pytest.mark.parametrize("version", ["1.0", "1.1", "1.2"])
@pytest.mark.parametrize("scheme", ["http", "https"])
@pytest.mark.parametrize("slash", ["/", ""])
@pytest.mark.parametrize("prefix", ["wp", "wxr", "é"])
def test_any_prefix_may_stand_for_any_version_of_the_namespace(
    version: str, scheme: str, slash: str, prefix: str
) -> None:
    root = f'xmlns:{prefix}="{scheme}://wordpress.org/export/{version}{slash}"'
    found, warnings = parsed(export(f"<item><{prefix}:post_id>1</{prefix}:post_id></item>", root))
    assert (found[0].text("wp:post_id"), warnings) == ("1", [])


def test_wordpress_may_be_the_default_namespace_of_an_element() -> None:
    xml = export('<item><post_id xmlns="http://wordpress.org/export/1.2/">2</post_id><title>T</title></item>', "")
    assert only_item(xml).texts == {"wp:post_id": "2", "title": "T"}


def test_rss_may_have_its_own_namespace() -> None:
    assert only_item(export("<item><title>T</title></item>", 'xmlns="http://backend.userland.com/rss2"')).texts == {
        "title": "T"
    }


def test_prefixes_that_are_not_declared_mean_what_wordpress_means_by_them() -> None:
    found, warnings = parsed(
        export("<item>\n<wp:post_id>1</wp:post_id><dc:creator>jane</dc:creator><x:y>1</x:y></item>", "")
    )
    assert found[0].texts == {"wp:post_id": "1", "dc:creator": "jane"}
    assert warnings == ["4: a prefix is used that is not declared: taken for what WordPress means by it (2, line 4)"]


def test_a_prefix_of_somebody_else_s_is_not_wordpress_s_and_only_where_it_is_bound() -> None:
    found, warnings = parsed(
        export(
            '<item xmlns:wp="http://example.com/"><title>A</title><wp:post_id>1</wp:post_id></item>\n'
            "<item><wp:post_id>2</wp:post_id>\n"
            '<wp:comment xmlns:wp="urn:x"><wp:comment_id>3</wp:comment_id></wp:comment></item>'
        )
    )
    assert [record.texts for record in found] == [{"title": "A"}, {"wp:post_id": "2"}, {}]
    assert warnings == [
        "3: a prefix of WordPress's is bound to somebody else's namespace: what it names was not read (2, lines 3 and 5)"
    ]


def test_a_namespace_that_is_no_uri_is_taken_as_it_stands() -> None:
    found, warnings = parsed(export('<item xmlns:u="http://ëxämplë.com/ü/"><u:x/><title>T</title></item>'))
    assert found[0].texts == {"title": "T"}
    assert warnings == ["3: a namespace is no valid URI: taken as it stands (1, line 3)"]


def test_many_namespaces_on_many_elements_are_read() -> None:
    root = NAMESPACES + "".join(f' xmlns:n{count}="urn:{count}"' for count in range(20_000))
    found, _ = parsed(export('<item xmlns:x="urn:x"><title>T</title></item>' * 10_000, root))
    assert len(found) == 10_001


def test_lines_are_exact_far_beyond_65535() -> None:
    body = "<![CDATA[" + "\n" * 70_000 + "]]>"
    item = f"<item>\n<content:encoded>{body}</content:encoded><wp:comment>\n<wp:comment_id>1</wp:comment_id></wp:comment>\n</item>\n"
    found, _ = parsed(export(item * 2), piece=5_000)
    assert [(record.name, record.line) for record in found[:4]] == [
        ("wp:comment", 70_004),
        ("item", 3),
        ("wp:comment", 140_008),
        ("item", 70_007),
    ]
    assert found[2].line_of("wp:comment_id") == 140_009


@pytest.mark.parametrize(
    ("xml", "message"),
    [
        pytest.param("", ":1: is empty: it holds no element", id="nothing"),
        pytest.param("\n\n", ":3: is empty: it holds no element", id="blank lines"),
        pytest.param("just words", ":1: is not well-formed: syntax error", id="words"),
        pytest.param("<html>\n</html>", ":1: is no WordPress export: it is a document of type <html>", id="a web page"),
        pytest.param("<rss>\n</rss>", ": is no WordPress export: it has no <channel>", id="no channel"),
        pytest.param("<rss>\n<channel>\n<item>\n", ":4: is cut short: <item> of line 3 is not closed", id="in an item"),
        pytest.param("<rss>\n<channel><![CDATA[x\n", ":3: is cut short: <channel> of line 2", id="in a section"),
        pytest.param("<rss>\n<channel><item", ":2: is cut short: <channel> of line 2", id="in a tag"),
        pytest.param(
            "<rss>\n<channel>\n</rss>",
            ":3: is not well-formed: an end tag does not fit <channel> of line 2",
            id="crossed",
        ),
        pytest.param(
            "<rss>\n<channel>\n</channel></rss>\n<rss/>", ":4: is not well-formed: junk after", id="two documents"
        ),
        pytest.param("<rss>\n<channel a=1/>", ":2: is not well-formed: not well-formed", id="no quotes"),
    ],
)
def test_what_is_no_export_is_refused_with_its_line(xml: str, message: str) -> None:
    with pytest.raises(SourceError) as refusal:
        parsed(xml)
    assert str(refusal.value).startswith(f"export.xml{message}")
    assert refusal.value.problems[0].mend


@pytest.mark.parametrize(("xml", "mendable"), [("<rss>&nbsp;", True), ("<rss>a & b", True), ("<rss><channel>", False)])
def test_a_refusal_says_whether_mending_may_help(xml: str, mendable: bool) -> None:
    with pytest.raises(NotWellFormed) as refusal:
        parsed(xml)
    assert refusal.value.mendable is mendable


ENTITY = "declares the entity"
DTD = "names a DTD outside the file"


@pytest.mark.parametrize(
    ("doctype", "what"),
    [
        pytest.param('[<!ENTITY x SYSTEM "file:///etc/passwd">]', ENTITY, id="a file"),
        pytest.param('[<!ENTITY x SYSTEM "http://192.0.2.1/">]', ENTITY, id="a request"),
        pytest.param('[<!ENTITY % x SYSTEM "http://192.0.2.1/x.dtd"> %x;]', ENTITY, id="a parameter"),
        pytest.param('[<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]', ENTITY, id="a bomb"),
        pytest.param('[<!NOTATION n SYSTEM "n"><!ENTITY x SYSTEM "x.gif" NDATA n>]', ENTITY, id="unparsed"),
        pytest.param('SYSTEM "http://192.0.2.1/x.dtd"', DTD, id="an outside DTD"),
        pytest.param('PUBLIC "-//Netscape//DTD RSS 0.91//EN" "http://192.0.2.1/rss.dtd"', DTD, id="a public DTD"),
    ],
)
def test_entities_and_outside_dtds_refuse_the_file_with_the_line(doctype: str, what: str) -> None:
    with pytest.raises(SourceError, match=rf"^export\.xml:2: {what}"):
        parsed(f"\n<!DOCTYPE rss {doctype}>\n{export('<title>&x;</title>')}")


def test_a_doctype_that_declares_nothing_is_harmless() -> None:
    found, _ = parsed(f"<!DOCTYPE rss>{export('<title>T</title>')}")
    assert found[-1].text("title") == "T"


@pytest.mark.parametrize("inside", ["<channel>", "<channel><item><title>", "<channel><x:y>"])
def test_sixty_thousand_nested_elements_are_refused_with_the_line(inside: str) -> None:
    with pytest.raises(SourceError, match=rf"^export\.xml:2: has elements nested more than {MAX_DEPTH} deep"):
        parsed(f"<rss>\n{inside}{'<b>' * 60_000}")


def test_a_text_may_have_as_much_markup_as_a_post_has() -> None:
    depth = MAX_DEPTH - 4
    item = only_item(export(f"<item><title>{'<b>' * depth}x{'</b>' * depth}</title></item>"))
    assert item.text("title").count("<b>") == depth


@pytest.mark.parametrize("text", ["x", "&amp;", "<![CDATA[x]]>", "é"])
def test_a_text_of_ten_megabytes_in_one_line_is_read(text: str) -> None:
    item = only_item(export(f"<item><content:encoded>{text * (10_000_000 // len(text))}</content:encoded></item>"))
    assert len(item.text("content:encoded")) == 10_000_000 // len(text)


def test_an_attribute_of_ten_megabytes_is_read() -> None:
    item = only_item(export(f"<item><category nicename='{'x' * 10_000_000}'/></item>"))
    assert len(item.categories[0].nicename) == 10_000_000


def test_memory_does_not_grow_with_the_number_of_items() -> None:
    def peak(items: int) -> int:
        def pieces() -> Iterator[str]:
            yield f"<rss {NAMESPACES}><channel>"
            for _ in range(items):
                yield f"<item><content:encoded>{'x' * 50_000}</content:encoded></item>"
            yield "</channel></rss>"

        tracemalloc.start()
        for _ in records(pieces(), "export.xml", Tally()):
            pass
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return most

    assert peak(400) < peak(40) * 1.2
