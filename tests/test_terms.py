"""Categories and tags keep their hierarchy, and items find theirs however an export names them."""

from __future__ import annotations

import pytest

from sociable.model import Source, Term
from sociable.sources.records import Category, Record
from sociable.sources.tally import Tally
from sociable.sources.terms import DECLARED, Terms


def declaration(
    element: str, slug: str, name: str = "", parent: str = "", description: str = "", line: int = 5
) -> Record:
    texts = dict(zip(DECLARED[element], (slug, name, parent, description), strict=True))
    return Record(element, line, {key: text for key, text in texts.items() if key})


def custom(taxonomy: str, slug: str, name: str = "", parent: str = "") -> Record:
    record = declaration("wp:term", slug, name, parent)
    record.texts["wp:term_taxonomy"] = taxonomy
    return record


@pytest.fixture
def tally() -> Tally:
    return Tally()


@pytest.fixture
def terms(tally: Tally) -> Terms:
    return Terms("export.xml", tally)


def declare(terms: Terms, *records: Record) -> list[Term | None]:
    for record in records:
        terms.declare(record)
    terms.settle_parents()
    return [terms.declared(record) for record in records]


@pytest.mark.parametrize("element", ["wp:category", "wp:tag"])
def test_a_term_keeps_the_number_that_old_links_call_it_by(terms: Terms, element: str) -> None:
    record = declaration(element, "maps", "Maps")
    record.texts["wp:term_id"] = "12"
    (term,) = declare(terms, record)
    assert term is not None and term.number == 12


@pytest.mark.parametrize(
    ("record", "term"),
    [
        (
            declaration("wp:category", "r-d", "R &amp; D", "", "All of it"),
            Term("category", "r-d", "R &amp; D", "", "All of it", Source("export.xml", 5, "wxr")),
        ),
        (
            declaration("wp:tag", "maps", "Maps"),
            Term("post_tag", "maps", "Maps", source=Source("export.xml", 5, "wxr")),
        ),
        (custom("category", "news", "News"), Term("category", "news", "News", source=Source("export.xml", 5, "wxr"))),
        (custom("post_tag", "maps"), Term("post_tag", "maps", "maps", source=Source("export.xml", 5, "wxr"))),
        (
            declaration("wp:category", "", "Open Data"),
            Term("category", "open-data", "Open Data", source=Source("export.xml", 5, "wxr")),
        ),
        (
            declaration("wp:tag", "", "地図"),
            Term("post_tag", "%E5%9C%B0%E5%9B%B3", "地図", source=Source("export.xml", 5, "wxr")),
        ),
    ],
)
def test_a_declared_term_is_read(terms: Terms, record: Record, term: Term) -> None:
    assert declare(terms, record) == [term]


@pytest.mark.parametrize("taxonomy", ["nav_menu", "author", "post_format"])
def test_terms_that_are_read_otherwise_or_order_what_is_not_read_are_passed_over(
    terms: Terms, tally: Tally, taxonomy: str
) -> None:
    assert declare(terms, custom(taxonomy, "main")) == [None]
    assert tally.problems("") == []


def test_a_taxonomy_of_a_plugin_is_left_out_and_reported(terms: Terms, tally: Tally) -> None:
    declare(terms, custom("course", "maths"))
    terms.file([Category("course", "maths", "Maths")], 9)
    assert [problem.what for problem in tally.problems("")] == [
        'the taxonomy "course" is neither categories nor tags: left out (2, lines 5 and 9)'
    ]


def parents(found: list[Term | None]) -> list[str]:
    return [term.parent for term in found if term]


@pytest.mark.parametrize("parent", ["europe", "Europe &amp; beyond"])
def test_a_parent_may_be_given_by_slug_or_by_name_before_or_after_its_own_declaration(
    terms: Terms, parent: str
) -> None:
    found = declare(
        terms,
        declaration("wp:category", "leeds", "Leeds", "uk"),
        declaration("wp:category", "uk", "UK", parent),
        declaration("wp:category", "europe", "Europe &amp; beyond"),
    )
    assert parents(found) == ["uk", "europe", ""]


def test_a_parent_that_is_missing_is_dropped_and_reported(terms: Terms, tally: Tally) -> None:
    assert parents(declare(terms, declaration("wp:category", "leeds", parent="nowhere"))) == [""]
    assert [problem.line for problem in tally.problems("")] == [5]


def test_parents_that_go_round_in_a_circle_are_cut(terms: Terms, tally: Tally) -> None:
    found = declare(
        terms,
        declaration("wp:category", "a", parent="b", line=1),
        declaration("wp:category", "b", parent="c", line=2),
        declaration("wp:category", "c", parent="b", line=3),
        declaration("wp:category", "self", parent="self", line=4),
    )
    assert parents(found) == ["b", "", "b", ""]
    (problem,) = tally.problems("")
    assert problem.what.endswith("put at the top (2, lines 2 and 4)")


def test_ten_thousand_categories_one_below_the_other_are_settled(terms: Terms) -> None:
    records = [declaration("wp:category", str(n), parent=str(n + 1) if n < 9_999 else "") for n in range(10_000)]
    assert parents(declare(terms, *records)) == [str(n) for n in range(1, 10_000)] + [""]


def test_of_two_terms_with_one_slug_the_first_stays(terms: Terms) -> None:
    found = declare(terms, declaration("wp:tag", "x", "First"), declaration("wp:tag", "x", "Second"))
    assert [term.name for term in found if term] == ["First", "First"]


def test_an_item_is_filed_under_what_it_names_in_order(terms: Terms) -> None:
    declare(terms, declaration("wp:category", "b", "B"), declaration("wp:tag", "t", "T"))
    filing = terms.file(
        [
            Category("post_tag", "t", "T"),
            Category("category", "b", "B"),
            Category("category", "a", "A"),
            Category("category", "b", "B"),
            Category("post_format", "post-format-aside", "Aside"),
            Category("author", "cap-jane", "jane"),
            Category("nav_menu", "main", "Main"),
        ],
        12,
    )
    assert [(term.taxonomy, term.slug) for term in filing.terms] == [
        ("post_tag", "t"),
        ("category", "b"),
        ("category", "a"),
    ]
    assert filing.format == "aside"
    assert filing.co_authors == (Category("author", "cap-jane", "jane"),)
    assert filing.terms[2].source == Source("export.xml", 12, "wxr")


def test_wxr_1_0_names_each_term_twice_and_means_it_once(terms: Terms) -> None:
    filing = terms.file(
        [
            Category("", "", "alpha"),
            Category("category", "alpha", "alpha"),
            Category("tag", "", "News &amp; more"),
            Category("tag", "news-more", "News &amp; more"),
        ],
        3,
    )
    assert [(term.taxonomy, term.slug) for term in filing.terms] == [("category", "alpha"), ("post_tag", "news-more")]


def test_a_term_without_a_slug_is_found_by_its_name_or_made(terms: Terms) -> None:
    declare(terms, declaration("wp:category", "the-slug", "The Name"))
    filing = terms.file([Category("", "", "The Name"), Category("", "", "New One"), Category("", "", "")], 3)
    assert [term.slug for term in filing.terms] == ["the-slug", "new-one"]


def test_a_category_and_a_tag_may_share_a_slug(terms: Terms) -> None:
    filing = terms.file([Category("category", "x", "X"), Category("post_tag", "x", "x")], 3)
    assert [(term.taxonomy, term.name) for term in filing.terms] == [("category", "X"), ("post_tag", "x")]
