"""A site that is built in place again and again, whatever is done to it meanwhile, is what a clean build gives.

Each edit is chosen by a seed, which a failure names together with its place in the row. ``edits_of_content`` and
``edits_around`` say what is done.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest
from edits_around import (
    AROUND,
    MISTAKES,
    cache_file_garbled,
    code,
    css,
    page_overwritten_in_the_output,
    setting,
    template,
)
from edits_of_content import (
    CONTENT,
    Edit,
    affiliation,
    archive_removed_or_added,
    body_of_the_same_size_and_mtime,
    comment_added,
    deleted,
    restored_with_its_old_mtime,
    tag,
    tags_csv,
)
from rebuilding import Site, checkout, difference, laid, snapshot

EDITS = CONTENT | AROUND
RUNS = 5
EDITS_OF_A_RUN = 40

QUICK: tuple[Edit, ...] = (
    body_of_the_same_size_and_mtime,
    tag,
    deleted,
    comment_added,
    template,
    restored_with_its_old_mtime,
    affiliation,
    css,
    page_overwritten_in_the_output,
    archive_removed_or_added,
    tags_csv,
    cache_file_garbled,
    setting,
)


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return checkout(tmp_path_factory.mktemp("model") / "checkout")


@pytest.fixture
def site(model: Path, tmp_path: Path) -> Iterator[Site]:
    with laid(tmp_path, model) as site:
        yield site


def schedule(seed: int) -> list[Edit]:
    """The edits of a run: all kinds are dealt out to the runs before any comes twice, the frequent ones more often."""
    random = Random(20261122)
    kinds = random.sample(list(EDITS), len(EDITS))
    more = RUNS * EDITS_OF_A_RUN - len(kinds)
    every = kinds + random.choices(list(EDITS), weights=list(EDITS.values()), k=more)
    mine = every[seed::RUNS]
    Random(seed).shuffle(mine)
    return mine


def built(site: Site) -> None:
    done = site.build()
    assert done.code == 0, done.said
    assert site.stray() == []


def follow(site: Site, edits: list[Edit], random: Random, *, every: int) -> int:
    """Do edit after edit, build after each, and compare after each ``every``; return how often the site changed."""
    built(site)
    before, changes, told = snapshot(site.output), 0, []
    for step, edit in enumerate(edits, 1):
        said = edit(site, random)
        told = [*(told if (step - 1) % every else ()), f"{step} {edit.__name__}: {said}"]
        done = site.build()
        assert done.code == 0, (told, done.said)
        if step % every == 0 or step == len(edits):
            wanted = site.clean()
            differs = difference(snapshot(site.output), wanted)
            assert not differs, (told, differs)
            assert site.stray() == [], told
            changes += wanted != before
            before = wanted
    return changes


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(RUNS))
def test_after_any_edit_the_output_is_that_of_a_clean_build(site, seed):
    assert follow(site, schedule(seed), Random(seed), every=1) > EDITS_OF_A_RUN // 2


def test_after_edits_of_many_kinds_the_output_is_that_of_a_clean_build(site):
    follow(site, list(QUICK), Random(7), every=6)


@pytest.mark.slow
def test_after_other_code_the_output_is_that_of_a_clean_build(site):
    assert follow(site, [code] * 4, Random(11), every=1) == 4


@pytest.mark.slow
@pytest.mark.parametrize("mistake", MISTAKES, ids=[mistake.__name__ for mistake in MISTAKES])
def test_a_mistake_leaves_the_output_alone_and_is_forgotten_when_it_is_mended(site, mistake):
    built(site)
    before = snapshot(site.output)
    random = Random(3)
    said, mend = mistake(site, random)
    for _ in range(2):
        done = site.build()
        assert (done.code, "Traceback" in done.said) == (1, False), (said, done.said)
        assert not difference(snapshot(site.output), before)
        assert site.stray() == []
    body_of_the_same_size_and_mtime(site, random)
    mend()
    built(site)
    wanted = site.clean()
    assert not difference(snapshot(site.output), wanted)
    assert difference(before, wanted)


def test_all_kinds_of_edits_are_dealt_out():
    dealt = [edit for seed in range(RUNS) for edit in schedule(seed)]
    assert len(dealt) >= 200 and set(dealt) == set(EDITS)
