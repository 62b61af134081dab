"""What people write for the shared blog is read strictly, and every slip comes back with line and mend."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from sociable.errors import ContentError, Problem
from sociable.model import Affiliation, Page, Post, Source
from sociable.vocabulary import (
    Organisation,
    Principle,
    Profile,
    Vocabulary,
    check_slugs,
    load_article,
    load_conversation,
    load_page,
)

VOCABULARY = Vocabulary(
    principles={
        "outside-1": Principle("outside-1", "outside", 1, "Conversation, not broadcast"),
        "inside-2": Principle("inside-2", "inside", 2, "Everyone can write"),
    },
    organisations={
        "leeds-city-council": Organisation("leeds-city-council", "Leeds City Council"),
        "devon": Organisation("devon", "Devon County Council"),
    },
    authors={
        "jane": Profile("jane", "Smith, Jane", (Affiliation("devon", date(2020, 1, 1)),)),
        "team": Profile("team", "Access team"),
        "desk": Profile("desk", "Front desk"),
    },
)
HEAD = {"Title": "A title", "Date": "2026-11-21", "Authors": "Access team;"}


def article(path: str = "content/blog/2026-11-21-a-title.md", body: str = "Text.", **headers: str | None) -> Post:
    """Load a good post, changed as said; a header that is None is left out, ``_`` stands for a hyphen."""
    lines = {**HEAD, **headers}
    head = "".join(f"{key}: {value}\n" for key, value in lines.items() if value is not None)
    return load_article(f"{head}\n{body}\n", path, VOCABULARY)


def problems_of(**changes: str | None) -> list[Problem]:
    with pytest.raises(ContentError) as caught:
        article(**changes)
    return list(caught.value.problems)


def test_a_good_post_comes_with_ids_for_names() -> None:
    assert article(
        Authors="Smith, Jane; team; jane;",
        Organisations="leeds city council;",
        Principles="inside-2, Outside-1",
        Tags="open data, walks, open data",
        Summary="In a sentence.",
        Modified="2026-12-01 10:15",
        Status="published",
    ) == Post(
        id=None,
        title="A title",
        body="Text.",
        slug="a-title",
        date=datetime.fromisoformat("2026-11-21T00:00:00+00:00"),
        modified=datetime.fromisoformat("2026-12-01T10:15:00+00:00"),
        authors=("jane", "team"),
        organisations=("leeds-city-council",),
        principles=("inside-2", "outside-1"),
        tags=("open data", "walks"),
        excerpt="In a sentence.",
        comments_open=True,
        source=Source("content/blog/2026-11-21-a-title.md"),
    )


@pytest.mark.parametrize(
    ("changes", "field", "value"),
    [
        ({}, "status", "publish"),
        ({"Status": "published"}, "status", "publish"),
        ({"Status": "Draft"}, "status", "draft"),
        ({}, "comments_open", True),
        ({"Comments": "closed"}, "comments_open", False),
        ({}, "organisations", ()),
        ({"Slug": "another"}, "slug", "another"),
        ({"path": "content/blog/no-date.md"}, "slug", "no-date"),
        ({"path": "2026-11-21-2026-11-22-x.md"}, "slug", "2026-11-22-x"),
        ({"Authors": "Access team"}, "authors", ("team",)),
        ({"Principles": "inside-2; outside-1;"}, "principles", ("inside-2", "outside-1")),
        ({"body": "One\r\ntwo"}, "body", "One\ntwo"),
        ({"body": "\n\n  Indented\n\n"}, "body", "\n\n  Indented\n\n"),
        ({"Title": "Tricks \\n and: colons"}, "title", "Tricks \\n and: colons"),
    ],
)  # fmt: skip
def test_what_is_left_out_has_its_usual_meaning(changes: dict[str, str], field: str, value: object) -> None:
    assert getattr(article(**changes), field) == value


def test_a_date_is_the_clock_of_the_zone_that_is_set() -> None:
    text = "Title: x\nDate: 2026-07-01 09:30\nAuthors: team;\n\nText\n"
    assert load_article(text, "x.md", VOCABULARY).date == datetime.fromisoformat("2026-07-01T08:30:00+00:00")
    tokyo = load_article(text, "x.md", VOCABULARY, zone=ZoneInfo("Asia/Tokyo"))
    assert tokyo.date == datetime.fromisoformat("2026-07-01T00:30:00+00:00")


@pytest.mark.parametrize(
    ("changes", "line", "message"),
    [
        ({"Title": None}, 1, "no `Title`. Add a line `Title: …` above the first blank line."),
        ({"Title": ""}, 1, "no `Title`. Add a line `Title: …` above the first blank line."),
        ({"Date": None}, 1, "no `Date`. Add a line `Date: …` above the first blank line."),
        ({"Date": "01/02/2014"}, 2, 'ambiguous date "01/02/2014": does the day stand first, or the month? Write 2014-02-01 or 2014-01-02.'),
        ({"Date": "2026-02-30"}, 2, '"2026-02-30" is in no calendar. Correct the day or the time.'),
        ({"Authors": None}, 1, "no `Authors`. Add a line `Authors: …` above the first blank line."),
        ({"Authors": ";"}, 1, "no `Authors`. Add a line `Authors: …` above the first blank line."),
        ({"Authors": "Acces team;"}, 3, 'unknown author "Acces team"; did you mean "Access team"? Correct it, or add content/authors/….md.'),
        ({"Authors": "Access team, Front desk"}, 3, 'unknown author "Access team, Front desk"; did you mean "Access team"? Part the names by semicolons: `Authors: Access team; Front desk;`.'),
        ({"Author": "team"}, 4, 'unknown header "Author"; did you mean "Authors"? Correct it or take the line out; known are Title, Date, Modified, Authors, Organisations, Principles, Tags, Summary, Slug, Status, Comments.'),
        ({"Organisations": "Leads City Council;"}, 4, 'unknown organisation "Leads City Council"; did you mean "Leeds City Council"? Correct it, or add content/organisations/….md.'),
        ({"Principles": "inside-2, insid-2"}, 4, 'unknown principle "insid-2"; did you mean "inside-2"? Correct it; the principles are outside-1 to outside-5, inside-1 to inside-5.'),
        ({"Status": "hidden"}, 4, 'unknown value "hidden". Write one of: published, draft.'),
        ({"Status": "publish"}, 4, 'unknown value "publish"; did you mean "published"? Write one of: published, draft.'),
        ({"Slug": "A Title!"}, 4, '"A Title!" cannot be an address: small letters, digits and hyphens only. Write `Slug: a-title`.'),
        ({"path": "2026-11-21-Été.md"}, None, '"Été" cannot be an address: small letters, digits and hyphens only. Rename the file, or add `Slug: ete`.'),
        ({"path": "2026-11-21-健康.md"}, None, '"健康" cannot be an address: small letters, digits and hyphens only. Rename the file, or add `Slug: a-title`.'),
        ({"body": " \n"}, None, "no text. Write it below the headers, after a blank line."),
        ({"date": "2026-11-22"}, 4, "`date` stands here a second time. Keep one of the two; the first is on line 2."),
    ],
    ids=[
        "no title", "empty title", "no date", "ambiguous date", "no such day", "no authors", "empty authors", "unknown author", "commas between authors",
        "unknown header", "unknown organisation", "misspelt principle", "bad status", "WordPress's status", "bad slug", "accents", "no ASCII", "no text",
        "header twice",
    ],
)  # fmt: skip
def test_a_slip_is_told_with_line_and_mend(changes: dict[str, str | None], line: int | None, message: str) -> None:
    path = changes.get("path") or "content/blog/2026-11-21-a-title.md"
    assert [str(problem) for problem in problems_of(**changes)] == [
        f"{path}:{line}: {message}" if line else f"{path}: {message}"
    ]


def test_all_slips_of_a_file_come_at_once_in_the_order_of_their_lines() -> None:
    text = (
        "Date: 01/02/2014\nAuthors: nobody; Acces team;\nOrganisations: Leads;\nPrinciples: insid-2\nStatus: hidden\nKeywords: x\nThe text\n"
        "goes on\n"
    )
    with pytest.raises(ContentError) as caught:
        load_article(text, "x.md", VOCABULARY)
    assert [problem.line for problem in caught.value.problems] == [1, 1, 2, 2, 3, 4, 5, 6, 7, None]
    assert all(problem.path == "x.md" and problem.mend for problem in caught.value.problems)


def test_a_byte_order_mark_is_no_problem() -> None:
    assert load_article("\ufeffTitle: x\nDate: 2026-11-21\nAuthors: team;\n\nText\n", "x.md", VOCABULARY).title == "x"


def test_a_page_of_the_site_needs_only_title_and_text() -> None:
    assert load_page("Title: About us\nOrder: 2\n\nText\n", "content/pages/about.md") == Page(
        id=None, title="About us", body="Text", slug="about", menu_order=2, source=Source("content/pages/about.md")
    )


def test_slips_on_a_page_of_the_site_are_told_too() -> None:
    with pytest.raises(ContentError) as caught:
        load_page("Slug: About\nAuthors: team;\n", "content/pages/about.md")
    assert [(problem.line, problem.what) for problem in caught.value.problems] == [
        (1, "no `Title`"),
        (1, '"About" cannot be an address: small letters, digits and hyphens only'),
        (2, 'unknown header "Authors"'),
        (None, "no text"),
    ]


def test_in_a_conversation_a_user_becomes_an_author_s_id_and_name() -> None:
    text = "=== comment 1 ===\nAuthor: A resident\nDate: 2026-11-21\n\nOne\n\n=== comment 2 ===\nUser: smith, jane\nDate: 2026-11-22\nParent: 1\n\nTwo\n"
    found = load_conversation(text, "x.md", VOCABULARY)
    assert [(comment.user, comment.author) for comment in found] == [("", "A resident"), ("jane", "Smith, Jane")]


def test_an_unknown_user_is_told_with_all_else_that_is_wrong() -> None:
    text = "=== comment 1 ===\nUser: jan\nDate: 2026-11-21\n\nOne\n\n=== comment 2 ===\nUser: jane\nDate: 2026-11-22\nParent: 3\n\nTwo\n"
    with pytest.raises(ContentError) as caught:
        load_conversation(text, "x.md", VOCABULARY)
    assert [str(problem) for problem in caught.value.problems] == [
        'x.md:1: unknown author "jan"; did you mean "jane"? Correct it, or add content/authors/….md.',
        "x.md:10: comment 2 answers comment 3, which is not in this file. Correct the number, or take the line out.",
    ]


def test_two_posts_with_one_slug_are_a_problem_that_names_both_files() -> None:
    posts = [article(path=f"content/blog/{name}.md") for name in ("2026-11-21-a", "2026-11-22-b", "2027-01-01-a")]
    [problem] = check_slugs(posts)
    assert str(problem) == (
        'content/blog/2027-01-01-a.md: the slug "a" is also that of content/blog/2026-11-21-a.md. '
        "Rename one of the two files, or give one another `Slug: …`."
    )
    assert check_slugs(posts[:2]) == ()
