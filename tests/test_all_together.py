"""The seed posts of the text extracts, a real export and the sample in one site: every listing holds what it should."""

from __future__ import annotations

import shutil
from collections import Counter
from pathlib import Path

import pytest

from sociable.archive.folder import find, read
from sociable.importing import run
from tests.building import ROOT, VOCABULARY, Built, build, lay

pytestmark = pytest.mark.slow

TAGGED = {
    "sociable-organisation": "inside-2",
    "carlhaggerty": "inside-3",
    "labs": "outside-4",
    "harbour-notes": "outside-1",
}


@pytest.fixture(scope="module")
def content(legacy: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    content = lay(tmp_path_factory.mktemp("together") / "content", VOCABULARY)
    shutil.copy(ROOT / "content/organisations/harbour-district-council.md", content / "organisations")
    text = legacy / "text"
    for blog in ("sociable-organisation", "carlhaggerty"):
        run([text], name=blog, content=content)
    run([legacy / "wxr/cc-labs.wordpress.2014-11-21.xml"], name="labs", content=content)
    sample = ROOT / "sample"
    run([sample / "harbour-notes.wordpress.xml"], name="harbour-notes", content=content, about=sample / "about.md")
    for folder in find(content):
        rows = "".join(f"{post.path},{TAGGED[folder.name]},,staff,2026-11-20\n" for post in read(folder).posts)
        (folder / "tags.csv").write_text(f"post,principles,organisations,who,date\n{rows}", encoding="utf-8")
    return content


@pytest.fixture(scope="module")
def site(content: Path, tmp_path_factory: pytest.TempPathFactory) -> Built:
    return build(content, tmp_path_factory.mktemp("together") / "output", ENTRIES_PER_PAGE=1000)


def entries(site: Built, address: str) -> Counter[str]:
    """Which archives the entries of a listing come from, by their addresses."""
    links = site.page(address).select(".entry .name a")
    return Counter(link["href"].split("/")[2] for link in links)


def test_the_ten_seed_posts_stand_beside_the_other_archives(content: Path) -> None:
    assert {folder.name: len(read(folder).posts) for folder in find(content)} == {
        "sociable-organisation": 2,
        "carlhaggerty": 8,
        "labs": 219,
        "harbour-notes": 30,
    }


def test_every_principle_lists_the_posts_that_were_filed_by_it_and_no_other(content: Path, site: Built) -> None:
    held = {folder.name: len(read(folder).posts) for folder in find(content)}
    for name, principle in TAGGED.items():
        assert entries(site, f"principles/{principle}/") == {name: held[name]}
    for principle in ("outside-2", "outside-3", "outside-5", "inside-1", "inside-4", "inside-5"):
        assert entries(site, f"principles/{principle}/") == {}


def test_every_organisation_lists_the_posts_that_belong_to_it(content: Path, site: Built) -> None:
    expected: dict[str, Counter[str]] = {name: Counter() for name in ("leeds", "devon", "harbour-district-council")}
    owners = {"Leeds City Council": "leeds", "Devon County Council": "devon"}
    for folder in find(content):
        archive = read(folder)
        owner = owners.get(archive.about.organisation, archive.about.organisation)
        if owner in expected:
            expected[owner][archive.name] += len(archive.posts)
    assert sum(map(len, expected.values())) == 3
    for organisation, counts in expected.items():
        assert entries(site, f"organisations/{organisation}/") == counts, organisation


def test_every_cell_of_the_matrix_says_as_many_as_its_listing_shows(site: Built) -> None:
    cells = list(site.page("principles/").select(".matrix tbody td a[href*='/principles/']"))
    assert len(cells) >= 30
    filled = 0
    for cell in cells:
        shown = entries(site, cell["href"].lstrip("/"))
        numbers = [
            int(word) for word in cell.get_text(" ").replace(",", "").split() if word.isdigit() and len(word) < 4
        ]
        filled += bool(shown)
        assert sum(shown.values()) == 0 or sum(shown.values()) in numbers, (cell["href"], cell.get_text(" "))
    assert filled >= 3
