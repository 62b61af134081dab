"""Browsing by principle, organisation and year: every number and listing, counted here by a path of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from sociable.archive import folder
from sociable.importing import run
from sociable.model import Post
from sociable.tagging import tags
from sociable.tagging.tags import Tag
from tests.building import ROOT, VOCABULARY, Built, build, lay, post

pytestmark = pytest.mark.slow  # real builds and imports, many of them

SAMPLE = ROOT / "sample"
TEN = [f"{side}-{number}" for side in ("outside", "inside") for number in range(1, 6)]
NAMES = {"leeds": "Leeds City Council", "devon": "Devon County Council"}

BLOG = {
    "2013-05-01-moved": ("2013-05-01", "Web team;", ("outside-1", "inside-2"), ("leeds",)),
    "2015-02-01-since": ("2015-02-01", "Web team;", ("outside-1",), ("devon",)),
    "2015-03-01-both": ("2015-03-01", "Web team; Desk, the;", ("inside-5",), ("devon", "leeds")),
    "2024-01-01-unfiled": ("2024-01-01", "Desk, the;", (), ("leeds",)),
    "2024-02-01-three": ("2024-02-01", "Desk, the;", ("outside-1", "outside-2", "inside-5"), ("leeds",)),
}
"""Posts of the blog: name, date, authors, principles, and whose they therefore are."""


@dataclass(frozen=True)
class Fact:
    """What the test knows of a post."""

    title: str
    year: str
    archived: bool
    principles: tuple[str, ...]
    organisations: tuple[str, ...]


def filed(post: Post) -> Tag:
    """A decision of staff on an archived post: by the old blog's number, some fit no principle, some are nobody's."""
    number = post.id or 0
    principles = (TEN[number % 10], TEN[(number // 3) % 10]) if number % 4 else ()
    organisations = (("leeds",), ("devon",), ("leeds", "devon"), ())[number % 7 % 4]
    return Tag(tags.name_of(post), tuple(dict.fromkeys(principles)), organisations, "staff", date(2026, 11, 21))


def tag_archive(content: Path, name: str, tag: Callable[[Post], Tag]) -> list[tuple[Post, Tag]]:
    """Write what ``tag`` decides on each post of an archive, and return it with the posts."""
    path = content / "archive" / name
    decided = [(post, tag(post)) for post in folder.read(path).posts]
    tags.write(path, [row for _, row in decided])
    return decided


def blog() -> dict[str, str]:
    return {
        f"blog/{name}.md": post(name[11:].title(), date=day, authors=authors, principles=", ".join(principles))
        for name, (day, authors, principles, _) in BLOG.items()
    }


@pytest.fixture
def content(tmp_path: Path) -> Path:
    return lay(tmp_path / "content", {**VOCABULARY, **blog()})


@pytest.fixture(scope="module")
def mixed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Built, list[Fact]]:
    """The sample archive, tagged, beside a blog; and what is known of all of it."""
    place = tmp_path_factory.mktemp("browsing")
    content = lay(place / "content", {**VOCABULARY, **blog()})
    run([SAMPLE / "harbour-notes.wordpress.xml"], name="notes", content=content)
    archived = tag_archive(content, "notes", filed)
    site = build(content, place / "output", ENTRIES_PER_PAGE=500)
    facts = [Fact(name[11:].title(), day[:4], False, *known) for name, (day, _, *known) in BLOG.items()]
    facts += [
        Fact(
            post.title or "Untitled",
            f"{post.date:%Y}" if post.date else "Undated",
            True,
            row.principles or (),
            row.organisations or (),
        )
        for post, row in archived
    ]
    assert sum(one.archived for one in facts) > 25
    assert {len(one.principles) for one in facts} == {0, 1, 2, 3}
    return site, facts


def titles(site: Built, address: str) -> list[str]:
    return sorted(site.links(address, ".entry .name a"))


def expected(facts: Iterable[Fact], wanted: Callable[[Fact], bool]) -> list[str]:
    return sorted(one.title for one in facts if wanted(one))


def cells(site: Built, address: str) -> dict[tuple[str, str], tuple[int, int]]:
    """What a matrix says: (row head, column head) → (posts of the blog, archived), read as a table is read by ear."""
    table = site.page(address).select_one("table.matrix")
    heads = [" ".join(th.get_text().split()) for th in table.select("thead tr:last-child th")][1:]
    said = {}
    for row in table.select("tbody tr, tfoot tr"):
        name = row.th.get_text(strip=True)
        for head, cell in zip(heads, row.select("td"), strict=True):
            numbers = [cell.select_one(f".counts > {tag}") for tag in "bi"]
            said[name, head] = tuple(int(one.get_text()) if one else 0 for one in numbers)
    return said


def head(principle: str) -> str:
    side, number = principle.split("-")
    return f"{side.capitalize()} {number} {side.capitalize()} rule {number}"


def split(facts: Iterable[Fact]) -> tuple[int, int]:
    archived = [one.archived for one in facts]
    return archived.count(False), archived.count(True)


def test_every_cell_and_total_of_the_matrix_is_right(mixed: tuple[Built, list[Fact]]) -> None:
    site, facts = mixed
    rows: Mapping[str, Callable[[Fact], bool]] = {
        "Leeds City Council": lambda one: "leeds" in one.organisations,
        "Devon County Council": lambda one: "devon" in one.organisations,
        "No organisation known": lambda one: not one.organisations,
        "Together": lambda one: True,
    }
    right = {
        (name, head(principle)): split(one for one in facts if mine(one) and principle in one.principles)
        for name, mine in rows.items()
        for principle in TEN
    } | {
        (name, "All ten principles"): split(one for one in facts if mine(one) and one.principles)
        for name, mine in rows.items()
    }
    assert cells(site, "principles/") == right


def test_every_cell_of_the_table_by_year_is_right(mixed: tuple[Built, list[Fact]]) -> None:
    site, facts = mixed
    listed = [one for one in facts if one.principles]
    span = [str(year) for year in range(2024, min(int(one.year) for one in listed if one.year != "Undated") - 1, -1)]
    undated = ["Undated"] if any(one.year == "Undated" for one in listed) else []
    said = cells(site, "principles/years/")
    assert list(dict.fromkeys(name for name, _ in said)) == [*span, *undated, "Together"]
    for year in [*span, *undated]:
        for principle in TEN:
            right = split(one for one in listed if one.year == year and principle in one.principles)
            assert said[year, head(principle)] == right, (year, principle)
        assert said[year, "All ten principles"] == split(one for one in listed if one.year == year)


def test_every_listing_has_its_posts_and_no_other_together_and_apart(mixed: tuple[Built, list[Fact]]) -> None:
    site, facts = mixed
    wanted: dict[str, Callable[[Fact], bool]] = {}
    for principle in TEN:
        wanted[f"principles/{principle}/"] = lambda one, p=principle: p in one.principles
        for name in NAMES:
            wanted[f"principles/{principle}/{name}/"] = lambda one, p=principle, o=name: (
                p in one.principles and o in one.organisations
            )
    for name in NAMES:
        wanted[f"organisations/{name}/"] = lambda one, o=name: o in one.organisations
    for address, mine in wanted.items():
        listed = [one for one in facts if mine(one)]
        assert titles(site, address) == expected(listed, lambda one: True), address
        parts = {"blog/": [o for o in listed if not o.archived], "archives/": [o for o in listed if o.archived]}
        for part, own in parts.items():
            assert site.has(address + part) == bool(own), address + part
            if own:
                assert titles(site, address + part) == expected(own, lambda one: True), address + part
        filters = [" ".join(one.get_text().split()) for one in site.page(address).select(".filters li")]
        counts = [len(listed), len(parts["blog/"]), len(parts["archives/"])]
        names = ("All", "Blog", "Archives")
        assert filters == ([f"{name} {count}" for name, count in zip(names, counts, strict=True)] if listed else []), (
            address
        )


def test_a_cell_says_how_recent_its_newest_post_is(mixed: tuple[Built, list[Fact]]) -> None:
    site, facts = mixed
    for link in site.page("principles/").select("table.matrix td a"):
        _, _, principle, organisation, _ = link["href"].split("/")
        years = [f.year for f in facts if principle in f.principles and organisation in f.organisations]
        dated = [year for year in years if year != "Undated"]
        shown = link.select_one("time")
        assert (shown.get_text() if shown else None) == (max(dated) if dated else None), link["href"]


def test_every_entry_of_a_mixed_listing_says_which_voice_it_is(mixed: tuple[Built, list[Fact]]) -> None:
    site, _ = mixed
    for address in ("principles/outside-1/", "organisations/leeds/", "principles/outside-1/leeds/blog/"):
        said = [entry.select_one(".voice") for entry in site.page(address).select(".entry")]
        assert said and all(said), address
        assert {one.get_text() for one in said} <= {"Blog", "Archived"}


def test_a_listing_apart_knows_where_it_belongs_and_only_the_blogs_has_a_feed(mixed: tuple[Built, list[Fact]]) -> None:
    site, _ = mixed
    root = "organisations/leeds/"
    for part, current in (("", "All"), ("blog/", "Blog"), ("archives/", "Archives")):
        page = site.page(root + part)
        assert page.select_one(".filters [aria-current]").get_text().startswith(current)
        assert page.select_one("link[rel=canonical]")["href"] == f"/{root}{part}"
        assert site.has(f"{root}{part}feed.atom") == (part != "archives/")
    assert f"/{root}" in [link["href"] for link in site.page(f"{root}archives/").select(".folio a")]


def test_a_gap_is_worded_and_leads_to_a_page_that_says_how_to_be_the_first(content: Path, tmp_path: Path) -> None:
    lay(content, {"pages/write-for-the-blog.md": "Title: Write\n\nHow.\n"})
    site = build(content, tmp_path / "output")
    link = next(a for a in site.page("principles/").select("td a") if a["href"] == "/principles/outside-2/devon/")
    assert link.get_text(strip=True) == "Nothing yet"
    page = site.page("principles/outside-2/devon/")
    assert page.select_one("main h2").get_text() == "Nothing written here yet"
    assert "1 post by others speaks to it." in page.main.get_text()
    ways = [way["href"] for way in page.select(".prose li a")]
    assert ways == ["/principles/outside-2/", "/organisations/devon/", "/write-for-the-blog/"]
    assert site.has("principles/outside-2/devon/feed.atom")


def test_without_a_page_on_writing_the_first_post_is_sent_by_mail(content: Path, tmp_path: Path) -> None:
    site = build(content, tmp_path / "output")
    assert site.page("principles/outside-2/devon/").select(".prose li a")[-1]["href"] == "mailto:talk@sociable.example"


def listings(site: Built) -> dict[str, list[str]]:
    """Every listing of the blog's posts by principle and organisation, and what it lists."""
    return {
        address: titles(site, address)
        for address in site.addresses()
        if address.startswith(("principles/", "organisations/"))
    }


def changed(content: Path, tmp_path: Path, change: Callable[[], object]) -> dict[str, tuple[list[str], list[str]]]:
    """What ``change`` adds to and takes from each listing."""
    before = listings(build(content, tmp_path / "one"))
    change()
    after = listings(build(content, tmp_path / "two"))
    found = {}
    for address in before.keys() | after.keys():
        old, new = before.get(address, []), after.get(address, [])
        if old != new:
            found[address] = ([x for x in new if x not in old], [x for x in old if x not in new])
    return found


def test_adding_a_post_changes_exactly_its_listings(content: Path, tmp_path: Path) -> None:
    text = post("New", date="2024-05-01", authors="Desk, the;", principles="inside-4")
    found = changed(content, tmp_path, lambda: lay(content, {"blog/2024-05-01-new.md": text}))
    assert found == {
        address: (["New"], [])
        for root in ("principles/inside-4/", "principles/inside-4/leeds/", "organisations/leeds/")
        for address in (root, f"{root}blog/")
    }


def test_tagging_a_post_anew_changes_exactly_the_listings_it_leaves_and_enters(content: Path, tmp_path: Path) -> None:
    text = post("Since", date="2015-02-01", principles="inside-1")
    found = changed(content, tmp_path, lambda: lay(content, {"blog/2015-02-01-since.md": text}))
    gone, come = ([], ["Since"]), (["Since"], [])
    assert found == {
        "principles/outside-1/": gone,
        "principles/outside-1/blog/": gone,
        "principles/outside-1/devon/": gone,
        "principles/outside-1/devon/blog/": gone,
        "principles/inside-1/": come,
        "principles/inside-1/blog/": come,
        "principles/inside-1/devon/": come,
        "principles/inside-1/devon/blog/": come,
    }


def test_moving_an_author_at_a_date_changes_exactly_the_listings_of_posts_since(content: Path, tmp_path: Path) -> None:
    author = "Title: Desk, the\nAffiliations: leeds to 2023-12-31; devon 2024-01-01 to;\n\nA sample team.\n"
    found = changed(content, tmp_path, lambda: lay(content, {"authors/desk.md": author}))
    three, both = ["Three"], ["Three", "Unfiled"]
    assert {address: (sorted(come), sorted(gone)) for address, (come, gone) in found.items()} == {
        **{
            f"principles/{name}/{body}/{part}": ((three, []) if body == "devon" else ([], three))
            for name in ("outside-1", "outside-2", "inside-5")
            for body in NAMES
            for part in ("", "blog/")
        },
        **{f"organisations/devon/{part}": (both, []) for part in ("", "blog/")},
        **{f"organisations/leeds/{part}": ([], both) for part in ("", "blog/")},
    }


def test_tagging_an_archived_post_changes_exactly_its_listings(tmp_path: Path) -> None:
    content = lay(tmp_path / "content", VOCABULARY)
    run([SAMPLE / "harbour-notes.wordpress.xml"], name="notes", content=content)

    def tag(*principles: str) -> None:
        tag_archive(
            content,
            "notes",
            lambda one: Tag(
                tags.name_of(one), principles if one.slug == "snow-one-telephone-line" else None, ("devon",), "staff"
            ),
        )

    tag()
    found = changed(content, tmp_path, lambda: tag("outside-1"))
    title = "Snow, one telephone line"
    roots = ("principles/outside-1/", "principles/outside-1/devon/")
    assert found == {f"{root}{part}": ([title], []) for root in roots for part in ("", "archives/")}


@pytest.mark.parametrize("name", ["blog", "archives", "page"])
def test_an_organisation_may_not_be_called_as_the_pages_below_a_principle(
    content: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    lay(content, {f"organisations/{name}.md": "Title: Another\n\nWords.\n"})
    with pytest.raises(SystemExit):
        build(content, tmp_path / "output")
    assert f"organisations/{name}.md: the address /principles/…/{name}/ is the site’s own" in capsys.readouterr().err


def test_a_vocabulary_without_organisations_or_without_posts_still_has_its_pages(tmp_path: Path) -> None:
    alone = {name: text for name, text in VOCABULARY.items() if name.startswith("principles/")}
    site = build(lay(tmp_path / "content", alone), tmp_path / "output")
    assert site.page("principles/").h1.get_text() == "Ten principles"
    assert not site.page("principles/").select("table")
    assert not site.page("principles/years/").select("table")
    assert site.has("principles/outside-1/")
