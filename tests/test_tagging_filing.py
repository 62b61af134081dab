"""How archived posts and posts of the blog are filed, and who is told to have said so."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from sociable.model import About, Affiliation, Author, Post
from sociable.tagging import filing, tags
from sociable.tagging.filing import Cabinet
from sociable.tagging.tags import Tag
from sociable.vocabulary import Organisation, Profile, Vocabulary

WORDS = Vocabulary(
    organisations={
        key: Organisation(key, name) for key, name in {"leeds": "Leeds City Council", "devon": "Devon"}.items()
    },
    authors={"ann": Profile("ann", "Ann Ash", (Affiliation("leeds", None, date(2012, 5, 1)),))},
)


@dataclass
class Kept:
    """An archive, as far as filing looks at it."""

    folder: Path
    about: About = field(default_factory=lambda: About("Old", organisation="devon"))
    authors: tuple[Author, ...] = (Author("a1", "ANN ASH"), Author("b2", "Ben"))
    posts: tuple[Post, ...] = ()


def post(
    *, authors: tuple[str, ...] = (), principles: tuple[str, ...] = (), organisations: tuple[str, ...] = ()
) -> Post:
    day = datetime(2012, 1, 1, tzinfo=UTC)
    return Post(
        1, "T", "Words.", path="p/", date=day, authors=authors, principles=principles, organisations=organisations
    )


def file(folder: Path, one: Post, *rows: Tag) -> filing.Filing:
    tags.write(folder, rows)
    return Cabinet(WORDS, Kept(folder, posts=(one,))).file(one)


@pytest.mark.parametrize(
    ("authors", "organisations", "by", "certain"),
    [
        pytest.param(("a1",), ("leeds",), "affiliation", True, id="one with a page, however the name is spelt"),
        pytest.param(("b2",), ("devon",), "owner", True, id="one without"),
        pytest.param(("a1", "b2"), ("leeds",), "affiliation", False, id="both"),
        pytest.param((), ("devon",), "owner", True, id="nobody"),
    ],
)
def test_authors_of_an_archive_are_known_by_name(
    tmp_path: Path, authors: tuple[str, ...], organisations: tuple[str, ...], by: str, certain: bool
) -> None:
    found = file(tmp_path, post(authors=authors)).belonging
    assert (found.organisations, found.by, found.certain) == (organisations, by, certain)


WEIGHED = {
    "the post alone": ((), ("inside-1",), "post", ("leeds",), "explicit"),
    "applied": (("applied",), ("inside-1",), "post", ("leeds",), "explicit"),
    "imported": (("imported",), ("inside-1",), "post", ("leeds",), "explicit"),
    "staff": (("applied", "staff"), ("inside-5",), "staff", ("devon",), "staff"),
}


@pytest.mark.parametrize(("who", "principles", "by", "organisations", "theirs"), WEIGHED.values(), ids=WEIGHED)
def test_only_staff_outweigh_what_an_archived_post_says_itself(
    tmp_path: Path, who: tuple[tags.Who, ...], principles: tuple[str, ...], by: str, organisations: object, theirs: str
) -> None:
    one = post(principles=("inside-1",), organisations=("leeds",))
    found = file(tmp_path, one, *(Tag("p/", ("inside-5",), ("Devon",), each) for each in who))
    assert (found.principles, found.by) == (principles, by)
    assert (found.belonging.organisations, found.belonging.by) == (organisations, theirs)


def test_without_a_word_of_the_post_any_row_counts_and_none_is_a_decision(tmp_path: Path) -> None:
    found = file(tmp_path, post(), Tag("p/", (), (), "imported"))
    assert (found.principles, found.by, found.belonging.organisations, found.belonging.by) == (
        (), "imported", (), "imported",
    )  # fmt: skip
    assert found.belonging.certain
    undecided = file(tmp_path, post())
    assert (undecided.principles, undecided.by) == (None, "")


def test_all_that_is_wrong_is_told_with_its_file(tmp_path: Path) -> None:
    tags.write(tmp_path, [Tag("p/", None, ("Deven",)), Tag("q/", ("inside-1",))])
    found = Cabinet(WORDS, Kept(tmp_path, About("Old", organisation="leads"), posts=(post(),)))
    assert [(problem.path.removeprefix(tmp_path.as_posix()), problem.what) for problem in found.problems] == [
        ("/bag/data/archive.md", 'unknown organisation "leads"; did you mean "leeds"?'),
        ("/tags.csv", "no post of the archive is at 'q/'"),
        ("/tags.csv", 'unknown organisation "Deven"; did you mean "devon"?'),
    ]
    assert found.file(post()).belonging.by == ""


def test_a_post_of_the_blog_is_decided_by_its_line_of_principles() -> None:
    one = post(authors=("ann",))
    assert filing.of_blog(one, WORDS).principles == ()
    undecided = filing.of_blog(one, WORDS, is_decided=False)
    assert (undecided.principles, undecided.belonging.organisations) == (None, ("leeds",))
