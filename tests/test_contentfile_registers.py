"""An archive's authors, terms, media, and what it says of itself."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sociable.contentfile import (
    dump_about,
    dump_authors,
    dump_media,
    dump_terms,
    load_about,
    load_authors,
    load_media,
    load_terms,
)
from sociable.errors import ContentError
from sociable.model import About, Affiliation, Attachment, Author, ImageSize, Source, Term
from tests.awkward import days, moments, numbers, texts

affiliations = st.lists(st.builds(Affiliation, texts, days, days), max_size=3).map(tuple)
authors = st.builds(Author, texts, texts, affiliations, number=numbers)
terms = st.builds(Term, st.sampled_from(["category", "post_tag"]), texts, texts, texts, texts, number=numbers)
sizes = st.lists(st.builds(ImageSize, texts, texts, st.integers(-9, 9999), st.integers(0, 9999)), max_size=3).map(tuple)
attachments = st.builds(
    Attachment,
    id=numbers,
    url=texts,
    title=texts,
    slug=texts,
    link=texts,
    caption=texts,
    description=texts,
    alt=texts,
    mime=texts,
    parent=numbers,
    date=moments,
    menu_order=st.integers(-9, 9),
    width=numbers,
    height=numbers,
    sizes=sizes,
    path=texts,
)
lists = st.lists(texts, max_size=3).map(tuple)
abouts = st.builds(
    About, texts, texts, texts, texts, texts, texts, texts, days, days, days, texts, lists, texts, former=lists
)


def without_source(values: tuple[Any, ...]) -> list[Any]:
    return [replace(value, source=Source()) for value in values]


@given(st.lists(authors, max_size=4))
def test_any_authors_come_back_the_same(found: list[Author]) -> None:
    assert without_source(load_authors(dump_authors(found), "authors.md")) == found


@given(st.lists(terms, max_size=4))
def test_any_terms_come_back_the_same(found: list[Term]) -> None:
    assert without_source(load_terms(dump_terms(found), "terms.md")) == found


@given(st.lists(attachments, max_size=3))
def test_any_media_come_back_the_same(found: list[Attachment]) -> None:
    assert without_source(load_media(dump_media(found), "media.md")) == found


@given(abouts)
def test_any_about_comes_back_the_same(about: About) -> None:
    assert load_about(dump_about(about), "archive.md") == about


def test_a_register_is_readable() -> None:
    stay = Affiliation("leeds-city-council", date(2012, 1, 9), date(2014, 11, 21))
    jane = Author(
        "jane-smith",
        "Smith, Jane",
        (stay, Affiliation("devon", date(2015, 2, 1)), Affiliation("nhs"), Affiliation("x", until=date(2011, 1, 1))),
    )
    assert dump_authors([jane, Author("li", "Li", number=3)]) == (
        "Id: jane-smith\nName: Smith, Jane\n"
        "Affiliations: leeds-city-council 2012-01-09 to 2014-11-21; devon 2015-02-01 to; nhs; x to 2011-01-01;\n"
        "\nId: li\nName: Li\nNumber: 3\n"
    )
    assert (
        dump_terms([Term("category", "web", "The web", "news", number=7)])
        == "Taxonomy: category\nSlug: web\nName: The web\nParent: news\nNumber: 7\n"
    )
    photo = Attachment(
        5,
        "https://x.example/a b.jpg",
        width=640,
        height=480,
        sizes=(ImageSize("thumbnail", "a b-150x150.jpg", 150, 150),),
    )
    assert (
        dump_media([photo])
        == "URL: https://x.example/a b.jpg\nId: 5\nWidth: 640\nHeight: 480\nSizes: thumbnail 150x150 a b-150x150.jpg;\n"
    )


def test_an_entry_knows_its_file_and_line() -> None:
    found = load_terms("\n\nTaxonomy: category\nSlug: a\n\n\nTaxonomy: post_tag\nSlug: b\n", "terms.md")
    assert [(term.slug, term.source.where) for term in found] == [("a", "terms.md:3"), ("b", "terms.md:7")]


def test_problems_of_all_entries_come_at_once() -> None:
    text = "Id: a\nAffiliations: leeds 2014-01-01; x 2012 to; y 01/02/2014 to;\n\nName: nobody\n\nId: b\nNane: B\n"
    with pytest.raises(ContentError) as caught:
        load_authors(text, "authors.md")
    assert [(problem.line, problem.what) for problem in caught.value.problems] == [
        (2, 'cannot tell whether "leeds 2014-01-01" starts or ends that day'),
        (4, "an entry without `Id`"),
        (7, 'unknown header "Nane"; did you mean "Name"?'),
    ]


@pytest.mark.parametrize(
    ("load", "text", "what"),
    [
        (load_authors, "Id: a\nAffiliations: x 2012 to;\n", 'cannot read the date "2012"'),
        (load_authors, "Id: a\nAffiliations: x to 01/02/2014;\n", 'ambiguous date "01/02/2014"'),
        (load_terms, "Taxonomy: posttag\n", 'unknown value "posttag"; did you mean "post_tag"?'),
        (load_media, "URL: x\nSizes: thumbnail x.jpg;\n", 'cannot read the image size "thumbnail x.jpg"'),
        (load_media, "URL: x\nWidth: 1_0\n", '"1_0" is no number'),
        (load_about, "License: CC BY\n", 'unknown header "License"; did you mean "Licence"?'),
        (load_about, "Captured: 01/02/2014\n", 'ambiguous date "01/02/2014"'),
    ],
    ids=["year alone", "ambiguous end", "taxonomy", "size", "number", "spelling", "day"],
)
def test_a_value_that_cannot_be_read_is_a_problem_with_its_line(load: Any, text: str, what: str) -> None:
    with pytest.raises(ContentError) as caught:
        load(text, "x.md")
    [problem] = caught.value.problems
    assert problem.what.startswith(what)
    assert problem.path == "x.md"
    assert problem.line == text.count("\n")
    assert problem.mend


def test_what_people_know_of_a_blog_may_be_partial() -> None:
    assert load_about("Owner: Jane;\nCaptured: 2014-11-21\n\nIt closed.\n", "") == About(
        title="", owner="Jane;", captured=date(2014, 11, 21), body="It closed."
    )
