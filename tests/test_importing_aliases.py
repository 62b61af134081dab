"""Authors, terms and files of several sources: each once, whatever a source calls them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sociable.importing.aliases import Aliases, Registers
from sociable.model import Attachment, Author, ImageSize, Source, Term

ANN = Author("ann", "Ann Fox", number=3, source=Source(kind="wxr"))
NEWS = Term("category", "news", "News &amp; views", number=5, source=Source(kind="wxr"))
FILE = Attachment(30, "http://old.example/wp-content/uploads/2013/01/a.jpg", title="A", slug="a")

SAME_PEOPLE = {
    "the number": Author("fox", "A. Fox", number=3),
    "the name": Author("ann-fox", "Ann Fox", source=Source(kind="rest")),
    "the name, in another form": Author("ann-fox", "ann  fox", source=Source(kind="page")),
    "the id": Author("ann", "Ann"),
}


@pytest.mark.parametrize("other", SAME_PEOPLE.values(), ids=SAME_PEOPLE.keys())
def test_one_person_is_known_by(other: Author) -> None:
    registers, aliases = Registers(), Aliases()
    registers.take_authors([ANN], Aliases(), same_blog=True)
    registers.take_authors([other], aliases, same_blog=True)
    assert registers.authors == {"ann": ANN}
    assert registers.merged == [other]
    assert aliases.of_authors([other.id]) == ("ann",)


OTHER_PEOPLE = {
    "another number": (Author("ann", "Ann Fox", number=4), True),
    "another name and number": (Author("bob", "Bob", number=4), True),
    "the number on another blog": (Author("bob", "Bob", number=3), False),
    "another login in another export": (Author("fox", "Ann Fox", source=Source(kind="wxr")), False),
}


@pytest.mark.parametrize(("other", "same_blog"), OTHER_PEOPLE.values(), ids=OTHER_PEOPLE.keys())
def test_two_people_stay_two(other: Author, same_blog: bool) -> None:
    registers, aliases = Registers(), Aliases()
    registers.take_authors([ANN], Aliases(), same_blog=same_blog)
    registers.take_authors([other], aliases, same_blog=same_blog)
    assert len(registers.authors) == 2 and registers.merged == []
    assert aliases.of_authors([other.id]) != ("ann",)


def test_two_people_of_one_source_are_two_though_they_have_one_name() -> None:
    registers = Registers()
    registers.take_authors([ANN, Author("ann-2", "Ann Fox")], Aliases(), same_blog=True)
    assert list(registers.authors) == ["ann", "ann-2"]
    registers.take_authors([Author("ann-fox", "Ann Fox", source=Source(kind="page"))], Aliases(), same_blog=True)
    assert list(registers.authors) == ["ann", "ann-2", "ann-fox"]


def test_a_number_s_owner_gets_their_name_from_the_source_that_knows_it() -> None:
    registers = Registers()
    registers.take_authors(
        [Author("author-3", "Author 3", number=3, source=Source(kind="rest"))], Aliases(), same_blog=True
    )
    registers.take_authors([ANN], Aliases(), same_blog=True)
    assert [(one.name, one.number) for one in registers.authors.values()] == [("Ann Fox", 3)]


SAME_TERMS = {
    "the slug": (Term("category", "news", "Novelties"), "category"),
    "the slug in another form": (Term("category", "N%65ws", "Novelties"), "category"),
    "the number": (Term("category", "category-5", "Category 5", number=5), "category"),
    "the name, of a feed": (Term("post_tag", "news-views", "News & views", source=Source(kind="feed")), "post_tag"),
}


@pytest.mark.parametrize(("other", "taxonomy"), SAME_TERMS.values(), ids=SAME_TERMS.keys())
def test_one_term_is_known_by(other: Term, taxonomy: str) -> None:
    registers, aliases = Registers(), Aliases()
    registers.take_terms([NEWS], Aliases(), same_blog=True)
    registers.take_terms([other], aliases, same_blog=True)
    assert registers.terms == {("category", "news"): NEWS}
    asked = ((other.slug,), ()) if taxonomy == "category" else ((), (other.slug,))
    assert aliases.of_terms(*asked) == (("news",), ())


OTHER_TERMS = {
    "of another taxonomy": Term("post_tag", "news", "News"),
    "of the same name but another slug": Term("category", "news-2", "News &amp; views", source=Source(kind="rest")),
}


@pytest.mark.parametrize("other", OTHER_TERMS.values(), ids=OTHER_TERMS.keys())
def test_two_terms_stay_two(other: Term) -> None:
    registers = Registers()
    registers.take_terms([NEWS], Aliases(), same_blog=True)
    registers.take_terms([other], Aliases(), same_blog=True)
    assert len(registers.terms) == 2


def test_a_page_s_term_gets_what_it_lacks() -> None:
    registers = Registers()
    registers.take_terms([replace(NEWS, number=None, source=Source(kind="page"))], Aliases(), same_blog=True)
    registers.take_terms([replace(NEWS, description="All.", parent="top")], Aliases(), same_blog=True)
    (term,) = registers.terms.values()
    assert (term.description, term.parent, term.number) == ("All.", "top", 5)


def test_a_file_is_known_by_its_number_or_its_address_and_gets_what_it_lacks() -> None:
    registers = Registers()
    registers.take_attachments([FILE])
    sizes = (ImageSize("medium", "a-300x200.jpg", 300, 200),)
    registers.take_attachments([replace(FILE, sizes=sizes, alt="A tree", title="Other")])
    registers.take_attachments([replace(FILE, id=None, url=FILE.url.replace("http:", "https:"), title="B")])
    registers.take_attachments([replace(FILE, url=FILE.url.replace("a.jpg", "a-300x200.jpg"), title="", slug="")])
    assert registers.attachments == {30: replace(FILE, sizes=sizes, alt="A tree")}
    assert registers.unnumbered == {} and len(registers.merged) == 3


def test_two_files_with_one_number_are_both_kept() -> None:
    registers = Registers()
    other = Attachment(30, "http://b.example/wp-content/uploads/b.jpg", title="B", slug="b")
    registers.take_attachments([FILE, other])
    assert registers.attachments == {30: FILE}
    assert registers.unnumbered == {other.url: replace(other, id=None)}
