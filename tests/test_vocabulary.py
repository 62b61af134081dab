"""The vocabulary: read from its folder, looked up by id or name, and every slip on its pages told."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from sociable.errors import Problem, VocabularyError
from sociable.model import Affiliation
from sociable.vocabulary import PRINCIPLES, Organisation, Principle, Profile, Vocabulary, examine, read


def write(content: Path, files: dict[str, str | bytes]) -> Path:
    for name, text in files.items():
        file = content / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text.encode() if isinstance(text, str) else text)
    return content


FILES: dict[str, str | bytes] = {
    "principles/inside-1.md": "Title: Open by habit\nSummary: In a sentence.\n\nThe *page*.\n",
    "principles/outside-2.md": "Title: Wants to hear\n\nText\n",
    "organisations/leeds-city-council.md": "Title: Leeds City Council\nKind: Council\nURL: https://leeds.example\nSummary: S\n\nBody\n",
    "organisations/devon.md": "Title: Devon County Council\n\nBody\n",
    "organisations/kings-trust.md": "Title: King’s Trust\n\nBody\n",
    "authors/jane.md": (
        "Title: Smith, Jane\n"
        "Affiliations: leeds-city-council 2012-01-09 to 2014-11-21; Devon  county council 2014-11-21 to; King's Trust to 2013-12-31;\n"
        "\nA bio.\n"
    ),
    "authors/team.md": "Title: Access team\nAffiliations: devon;\n\n",
    "authors/nobody.md": "Title: A resident\n",
}


@pytest.fixture
def content(tmp_path: Path) -> Path:
    return write(tmp_path / "content", FILES)


def problems_of(content: Path) -> list[Problem]:
    with pytest.raises(VocabularyError) as caught:
        read(content, "content")
    return list(caught.value.problems)


def test_each_page_becomes_a_value(content: Path) -> None:
    vocabulary = read(content, "content")
    assert vocabulary.principles["inside-1"] == Principle(
        "inside-1", "inside", 1, "Open by habit", "In a sentence.", "The *page*.", "content/principles/inside-1.md"
    )
    assert vocabulary.organisations["leeds-city-council"] == Organisation(
        "leeds-city-council",
        "Leeds City Council",
        "Council",
        "https://leeds.example",
        "S",
        "Body",
        "content/organisations/leeds-city-council.md",
    )
    jane = vocabulary.authors["jane"]
    assert isinstance(jane, Profile)
    assert (jane.id, jane.name, jane.body, jane.path) == ("jane", "Smith, Jane", "A bio.", "content/authors/jane.md")
    assert jane.affiliations == (
        Affiliation("leeds-city-council", date(2012, 1, 9), date(2014, 11, 21)),
        Affiliation("devon", date(2014, 11, 21)),
        Affiliation("kings-trust", until=date(2013, 12, 31)),
    )


def test_principles_stand_outside_first_and_all_else_by_name(content: Path) -> None:
    vocabulary = read(content)
    assert list(vocabulary.principles) == ["outside-2", "inside-1"]
    assert list(vocabulary.organisations) == ["devon", "kings-trust", "leeds-city-council"]
    assert list(vocabulary.authors) == ["nobody", "team", "jane"]


def test_the_ten_principles_are_known_by_id() -> None:
    assert PRINCIPLES[0] == "outside-1"
    assert PRINCIPLES[-1] == "inside-5"
    assert len(set(PRINCIPLES)) == 10


def test_missing_folders_are_an_empty_vocabulary(tmp_path: Path) -> None:
    vocabulary = read(tmp_path / "nowhere", "content")
    assert vocabulary == Vocabulary()
    assert vocabulary.organisations_of((), date(2026, 1, 1)) == ()


def test_hidden_and_underlined_files_other_endings_and_folders_are_left_alone(content: Path) -> None:
    write(
        content,
        {
            f"authors/{name}": "stray"
            for name in (".draft.md", "_template.md", "photo.jpg", "deep.md/x.md", "more/x.md")
        },
    )
    assert list(read(content).authors) == ["nobody", "team", "jane"]


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("leeds-city-council", "leeds-city-council"),
        ("Leeds City Council", "leeds-city-council"),
        (" leeds  CITY\u00a0council ", "leeds-city-council"),
        ("King's Trust", "kings-trust"),
        ("king’s trust", "kings-trust"),
        ("DEVON", "devon"),
    ],
    ids=["id", "name", "case and space", "straight quote", "curly quote", "id in capitals"],
)
def test_an_organisation_is_found_by_id_or_name(content: Path, name: str, found: str) -> None:
    assert read(content).organisation(name).id == found


def test_principles_and_authors_are_found_by_id_or_name_too(content: Path) -> None:
    vocabulary = read(content)
    assert (
        vocabulary.principle("open by habit") is vocabulary.principle("Inside-1") is vocabulary.principles["inside-1"]
    )
    assert vocabulary.author("smith, jane") is vocabulary.author("jane") is vocabulary.authors["jane"]


@pytest.mark.parametrize(
    ("kind", "name", "message"),
    [
        ("organisation", "Leads City Council", 'unknown organisation "Leads City Council"; did you mean "Leeds City Council"? Correct it, or add content/organisations/….md.'),
        ("organisation", "Zz", 'unknown organisation "Zz". Correct it, or add content/organisations/….md.'),
        ("author", "jan", 'unknown author "jan"; did you mean "jane"? Correct it, or add content/authors/….md.'),
        ("principle", "inside1", 'unknown principle "inside1"; did you mean "inside-1"? Correct it; the principles are outside-1 to outside-5, inside-1 to inside-5.'),
        ("principle", "Wants to here", 'unknown principle "Wants to here"; did you mean "Wants to hear"? Correct it; the principles are outside-1 to outside-5, inside-1 to inside-5.'),
    ],
    ids=["near a name", "near nothing", "near an id", "near a principle", "near a title"],
)  # fmt: skip
def test_what_is_unknown_is_an_error_that_names_the_nearest(content: Path, kind: str, name: str, message: str) -> None:
    with pytest.raises(VocabularyError) as caught:
        getattr(read(content, "content"), kind)(name)
    assert str(caught.value) == message


@pytest.mark.parametrize(
    ("on", "organisations"),
    [
        (date(2012, 1, 8), ("kings-trust", "devon")),
        (date(2012, 1, 9), ("leeds-city-council", "kings-trust", "devon")),
        (date(2013, 12, 31), ("leeds-city-council", "kings-trust", "devon")),
        (date(2014, 1, 1), ("leeds-city-council", "devon")),
        (date(2014, 11, 21), ("leeds-city-council", "devon")),
        (date(2014, 11, 22), ("devon",)),
    ],
    ids=["before the first day", "first day", "last day of another", "day after", "overlap", "after the last day"],
)
def test_authors_belong_where_they_were_on_the_day(content: Path, on: date, organisations: tuple[str, ...]) -> None:
    assert read(content).organisations_of(("jane", "nobody", "team"), on) == organisations


def test_the_first_author_s_organisations_come_first(content: Path) -> None:
    vocabulary = read(content)
    on = date(2013, 1, 1)
    assert vocabulary.organisations_of(("team", "jane"), on) == ("devon", "leeds-city-council", "kings-trust")


def test_organisations_of_somebody_unknown_are_an_error(content: Path) -> None:
    with pytest.raises(VocabularyError, match="unknown author"):
        read(content).organisations_of(("stranger",), date(2013, 1, 1))


@pytest.mark.parametrize(
    ("name", "text", "line", "what", "mend"),
    [
        ("authors/x.md", "Title: X\nAffiliations: Leads City Council;\n", 2, 'unknown organisation "Leads City Council"; did you mean "Leeds City Council"?', "content/organisations/….md"),
        ("authors/x.md", "Title: X\nAffiliations: devon 2014-01-02 to 2014-01-01;\n", 2, 'the stay at "devon" ends before it starts', "2014-01-01 to 2014-01-02"),
        ("authors/x.md", "Title: X\nAffiliations: devon 01/02/2014 to;\n", 2, 'ambiguous date "01/02/2014"', "2014-02-01 or 2014-01-02"),
        ("authors/x.md", "Title: X\nAffiliations: devon 2014-02-01;\n", 2, 'cannot tell whether "devon 2014-02-01" starts or ends', "either date may be left out"),
        ("authors/x.md", "Title: x\nMail: x@y.example\n", 2, 'unknown header "Mail"', "known are Title, Affiliations, Summary"),
        ("authors/x.md", "\nText\n", 1, "no `Title`", "Add a line `Title: …`"),
        ("authors/x.md", "Title: smith, JANE\n", 1, '"smith, JANE" already means content/authors/jane.md', "another name"),
        ("authors/x.md", "Title: Team\n", 1, '"Team" already means content/authors/team.md', "another name"),
        ("organisations/x.md", "Title: King's trust\n", 1, '"King\'s trust" already means content/organisations/kings-trust.md', "another name"),
        ("organisations/x.md", b"Title: X\nKind: \xff\n", 2, "not UTF-8: byte 0xff", "Save the file as UTF-8"),
        ("organisations/Leeds Council.md", "Title: X\n", None, 'the file name "Leeds Council" cannot be an address', "Rename it to leeds-council.md"),
        ("organisations/健康.md", "Title: X\n", None, "cannot be an address", "Rename it."),
        ("principles/outside-6.md", "Title: X\n", None, 'no principle has the id "outside-6"; did you mean "outside-', "Rename the file to one of outside-1,"),
        ("principles/outside-1.md", "Titel: X\n\nText\n", 1, 'unknown header "Titel"; did you mean "Title"?', "Correct it"),
    ],
    ids=[
        "unknown organisation", "backwards", "ambiguous date", "half a stay", "private header", "no title", "same name", "name is an id", "same but for quotes",
        "not UTF-8", "no slug", "no ASCII", "eleventh principle", "misspelt header",
    ],
)  # fmt: skip
def test_a_slip_on_a_page_is_told_with_line_and_mend(
    content: Path, name: str, text: str | bytes, line: int | None, what: str, mend: str
) -> None:
    write(content, {name: text})
    problem = problems_of(content)[0]
    assert (problem.path, problem.line) == (f"content/{name}", line)
    assert what in problem.what
    assert mend in problem.mend


def test_problems_of_all_pages_come_at_once_and_one_slip_causes_no_others(content: Path) -> None:
    write(
        content,
        {
            "organisations/north.md": "Kind: Council\n",
            "organisations/south.md": b"\xff",
            "authors/x.md": "Title: X\nAffiliations: north; south; devon 2014-02-30 to;\n",
            "principles/inside-9.md": "Title: Nine\n",
        },
    )
    assert sorted((problem.path, problem.line) for problem in problems_of(content)) == [
        ("content/authors/x.md", 2),
        ("content/organisations/north.md", 1),
        ("content/organisations/south.md", 1),
        ("content/principles/inside-9.md", None),
    ]


def test_a_vocabulary_with_slips_can_still_be_asked(content: Path) -> None:
    write(content, {"organisations/north.md": "Kind: Council\n"})
    vocabulary, problems = examine(content, "content")
    assert [problem.path for problem in problems] == ["content/organisations/north.md"]
    assert vocabulary.organisation("north").name == "north"
    assert vocabulary.author("jane").name == "Smith, Jane"


def test_a_page_written_on_windows_is_read_like_any_other(content: Path) -> None:
    write(content, {"authors/x.md": b"\xef\xbb\xbfTitle: X\r\n\r\nOne\r\ntwo\r\n"})
    assert (read(content).authors["x"].name, read(content).authors["x"].body) == ("X", "One\ntwo")
