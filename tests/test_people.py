"""Authors are told apart, named, and never shown by an e-mail address."""

from __future__ import annotations

import pytest

from sociable.model import Author, Source
from sociable.sources.people import ADDRESS_AS_NAME, WITHHELD, People, identifier, without_address
from sociable.sources.records import Category, Record
from sociable.sources.tally import Tally


def declaration(
    login: str = "", name: str = "", email: str = "", number: str = "", first: str = "", last: str = ""
) -> Record:
    texts = {
        "wp:author_login": login,
        "wp:author_display_name": name,
        "wp:author_email": email,
        "wp:author_id": number,
        "wp:author_first_name": first,
        "wp:author_last_name": last,
    }
    return Record("wp:author", 7, texts)


def guest(name: str, post_name: str, login: str = "", account: str = "") -> Record:
    meta = [("cap-user_login", login), ("cap-linked_account", account)]
    return Record("item", 9, {"title": name, "wp:post_name": post_name}, meta=[pair for pair in meta if pair[1]])


@pytest.fixture
def tally() -> Tally:
    return Tally()


@pytest.fixture
def people(tally: Tally) -> People:
    return People("export.xml", tally)


def declared(people: People, record: Record) -> Author:
    author = people.declare(record)
    assert author is not None
    return author


def test_an_author_has_the_display_name_and_an_id_made_of_the_login(people: People, tally: Tally) -> None:
    author = declared(people, declaration("Jane.Smith", "Jane Smith", "jane@example.org", "2"))
    assert author == Author("jane-smith", "Jane Smith", source=Source("export.xml", 7, "wxr"), number=2)
    assert tally.problems("") == []


@pytest.mark.parametrize(
    ("record", "author_id", "name"),
    [
        pytest.param(declaration("jane"), "jane", "jane", id="login only"),
        pytest.param(declaration("jane", first="Jane", last="Smith"), "jane", "Jane Smith", id="first and last name"),
        pytest.param(declaration("", "Jane Smith"), "jane-smith", "Jane Smith", id="no login"),
        pytest.param(declaration("иван", "Иван", number="12"), "author-12", "Иван", id="no ASCII at all"),
        pytest.param(declaration("admin\u200c\u200b", "Admin"), "admin", "Admin", id="invisible characters"),
        pytest.param(declaration("con", "Con"), "author-con", "Con", id="a device of Windows"),
        pytest.param(declaration("../../etc", "Up"), "etc", "Up", id="a path"),
        pytest.param(declaration("x" * 300, "X"), "x" * 60, "X", id="long"),
        pytest.param(declaration("$(rm -rf /)", "Sh"), "rm-rf", "Sh", id="a command"),
    ],
)
def test_ids_are_safe_as_file_names(people: People, record: Record, author_id: str, name: str) -> None:
    author = declared(people, record)
    assert (author.id, author.name) == (author_id, name)


def test_a_declaration_that_names_nobody_is_nobody(people: People) -> None:
    assert people.declare(declaration(email="who@example.org")) is None


def test_ids_are_unique_though_logins_differ_only_in_what_an_id_drops(people: People) -> None:
    ids = [declared(people, declaration(login)).id for login in ("jane.smith", "jane_smith", "jane smith")]
    assert ids == ["jane-smith", "jane-smith-2", "jane-smith-3"]


def test_an_id_that_another_author_already_has_with_its_number_is_passed_over(people: People) -> None:
    ids = [declared(people, declaration(login)).id for login in ("a-2", "a", "a.", "a_", "a-2-")]
    assert ids == ["a-2", "a", "a-3", "a-4", "a-2-2"]


def test_ten_thousand_logins_may_make_the_same_id(people: People) -> None:
    ids = {declared(people, declaration("a" + chr(0x4E00 + count))).id for count in range(10_000)}
    assert len(ids) == 10_000


def test_an_author_declared_twice_is_one(people: People) -> None:
    assert declared(people, declaration("jane", "Jane")) is declared(people, declaration("JANE", "Somebody else"))


@pytest.mark.parametrize(
    ("record", "author_id", "name"),
    [
        pytest.param(declaration("jane", "jane@example.org", "jane@example.org"), "jane", "jane", id="the name"),
        pytest.param(declaration("jane", "JANE@Example.org", "jane@example.org"), "jane", "jane", id="in capitals"),
        pytest.param(declaration("jane", "Jane (jane@example.org)"), "jane", "Jane", id="part of the name"),
        pytest.param(declaration("jane", "Jane &lt;jane@example.org&gt;"), "jane", "Jane", id="in brackets"),
        pytest.param(declaration("jane@example.org", "Jane"), "jane", "Jane", id="the login"),
        pytest.param(
            declaration("jane@example.org", "jane@example.org", "j@example.org", "4"), "author-4", WITHHELD, id="both"
        ),
        pytest.param(declaration("jane@example.org", "jane@example.org"), "author", WITHHELD, id="both, no number"),
        pytest.param(
            declaration("janeexample-org", "janeexample-org", "jane@example.org"), "author", WITHHELD, id="run together"
        ),
        pytest.param(
            declaration("x@y.example", "x@y.example", first="Jane", last="Smith"),
            "jane-smith",
            "Jane Smith",
            id="first name",
        ),
        pytest.param(declaration("ă", "ădmĩn@ℓocalhost.com", "ădmĩn@ℓocalhost.com"), "a", "ă", id="beyond ASCII"),
    ],
)
def test_an_address_is_neither_name_nor_id(people: People, record: Record, author_id: str, name: str) -> None:
    author = declared(people, record)
    assert (author.id, author.name) == (author_id, name)


def test_a_name_that_was_an_address_is_reported(people: People, tally: Tally) -> None:
    declared(people, declaration("jane", "jane@example.org", "jane@example.org"))
    assert [(problem.line, problem.mend) for problem in tally.problems("")] == [(7, ADDRESS_AS_NAME.mend)]
    assert "jane@" not in str(tally.problems(""))


@pytest.mark.parametrize(
    ("name", "address", "shown"),
    [
        ("A resident", "r@example.org", "A resident"),
        ("", "r@example.org", ""),
        ("r@example.org", "r@example.org", WITHHELD),
        ("other@example.com", "r@example.org", WITHHELD),
        ("mailto:r@example.org", "", WITHHELD),
        ("Resident, r@example.org", "r@example.org", "Resident"),
        ('"r x"@example.org', '"r x"@example.org', WITHHELD),
        ("Team @ Leeds", "", "Team @ Leeds"),
        ("@leeds", "", "@leeds"),
    ],
)
def test_a_commenter_is_shown_without_the_address(people: People, name: str, address: str, shown: str) -> None:
    assert people.shown_name(name, address, 3) == shown


def test_removing_addresses_takes_no_longer_for_longer_names() -> None:
    assert without_address("a" * 2_000_000 + " @") == "a" * 2_000_000 + " @"


def test_a_creator_is_found_by_login_whatever_its_case(people: People) -> None:
    author = declared(people, declaration("Jane", "Jane Smith"))
    assert people.creator("jane", 20) is author


def test_a_creator_may_be_given_by_display_name_but_a_login_counts_more(people: People) -> None:
    jane = declared(people, declaration("jane", "Admin"))
    admin = declared(people, declaration("admin", "Jane Smith"))
    assert people.creator("Admin", 20) is admin
    assert people.creator("Jane Smith", 20) is admin
    assert people.creator("jane", 20) is jane


def test_a_creator_that_was_not_declared_becomes_an_author(people: People) -> None:
    author = people.creator("Web Team", 20)
    assert author == Author("web-team", "Web Team", source=Source("export.xml", 20, "wxr"))
    assert people.creator("Web Team", 30) is author


def test_a_creator_that_is_an_address_is_withheld(people: People) -> None:
    author = people.creator("jane@example.org", 20)
    assert (author.id, author.name) == ("author", WITHHELD)


@pytest.mark.parametrize(
    "term",
    [
        Category("author", "cap-jane", "jane"),
        Category("author", "cap-jane", "Somebody"),
        Category("author", "jane", ""),
        Category("author", "cap-other", "JANE"),
    ],
)
def test_a_co_author_is_found_by_login_or_nicename(people: People, term: Category) -> None:
    author = declared(people, declaration("jane", "Jane Smith"))
    assert people.co_author(term, 20) is author


def test_a_co_author_that_was_not_declared_becomes_an_author(people: People) -> None:
    author = people.co_author(Category("author", "cap-john-doe", "John.Doe"), 20)
    assert (author.id, author.name) == ("john-doe", "John.Doe")
    assert people.creator("John.Doe", 21) is author


def test_a_nicename_made_of_an_address_is_withheld(people: People) -> None:
    author = people.co_author(Category("author", "cap-janeexample-org", "jane@example.org"), 20)
    assert (author.id, author.name) == ("author", WITHHELD)


def test_a_guest_author_has_the_name_of_its_item(people: People) -> None:
    author = people.declare_guest(guest("Dr Guest", "cap-dr-guest", login="dr-guest"))
    assert (author.id, author.name) == ("dr-guest", "Dr Guest")
    assert people.co_author(Category("author", "cap-dr-guest", "dr-guest"), 20) is author


def test_a_guest_author_linked_to_an_account_is_that_author(people: People) -> None:
    author = declared(people, declaration("jane", "Jane Smith"))
    assert people.declare_guest(guest("Jane the guest", "cap-jane-guest", account="jane")) is author
    assert people.co_author(Category("author", "cap-jane-guest", "jane-guest"), 20) is author


def test_a_user_is_found_by_number(people: People) -> None:
    declared(people, declaration("jane", number="2"))
    assert [people.user(number) for number in ("2", "3", "0", "")] == ["jane", "", "", ""]


@pytest.mark.parametrize(
    ("text", "slug"),
    [("Jane Smith", "jane-smith"), ("Zoë O’Neill", "zoe-oneill"), ("--A__b--", "a-b"), ("漢字", ""), ("", "")],
)
def test_an_identifier_is_lower_case_ascii(text: str, slug: str) -> None:
    assert identifier(text) == slug
