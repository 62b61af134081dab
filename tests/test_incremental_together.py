"""Builds that run at the same time: of one output, or of two that share a cache. None harms another.

One build is held at a moment of its own, counted in files that it is about to write, while the other runs: it opens
a pipe that the test writes to when the other has ended, or has shown by waiting that it will not.
"""

from __future__ import annotations

import os
import select
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from edits_of_content import append, header, set_header
from rebuilding import Done, Server, Site, Snapshot, checkout, difference, laid, snapshot

PATIENCE = 6.0
"""Seconds after which a build that has not ended is taken to wait for the one that is held."""


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return checkout(tmp_path_factory.mktemp("model") / "checkout")


@pytest.fixture
def site(model: Path, tmp_path: Path) -> Iterator[Site]:
    with laid(tmp_path, model) as site:
        yield site


@pytest.fixture
def second(site: Site) -> Iterator[Server]:
    (site.root / "logs-2").mkdir()
    with Server(site.folder, site.libraries, site.root / "logs-2") as server:
        yield server


@pytest.fixture
def gate(tmp_path: Path) -> Path:
    """A pipe; who opens it to read waits until somebody opens it to write."""
    path = tmp_path / "gate"
    os.mkfifo(path)
    return path


def edit(site: Site) -> None:
    path = site.content / "blog" / "2026-10-08-describe-the-picture.md"
    append(path, "One more sentence.")
    set_header(path, "Title", "Describe " + header(path, "Title"))


def ends_in_time(server: Server) -> bool:
    """Whether the server's build ends before patience does."""
    assert server.process and server.process.stdout
    return bool(select.select([server.process.stdout], [], [], PATIENCE)[0])


def together(site: Site, second: Server, gate: Path, moment: int, *, edited: bool, output: Path) -> tuple[Done, Done]:
    """Build; hold that build at ``moment``; build into ``output`` meanwhile, after an edit or without; let both end."""
    site.start(hold=str(gate), moment=moment)
    with gate.open("wb"):  # opens when the build has come to its moment
        if edited:
            edit(site)
        second.start(site.arguments(output, site.cache))
        ends_in_time(second)
    return site.server.finish(), second.finish()


def assert_fine(site: Site, both: tuple[Done, Done], wanted: Snapshot) -> None:
    for done in both:
        assert done.code == 0 and "Traceback" not in done.said, done.said
    assert not difference(snapshot(site.output), wanted)
    assert site.stray() == []
    assert site.build().code == 0
    assert not difference(snapshot(site.output), wanted)


def moments(site: Site) -> int:
    """How many moments a build of the site has as it is."""
    told = site.root / "moments"
    assert site.build(count=str(told)).code == 0
    return int(told.read_text())


def forget(site: Site) -> None:
    for folder in (*site.caches, site.output):
        shutil.rmtree(folder, ignore_errors=True)


PARTS = {"first": 0.0, "early": 0.1, "middle": 0.5, "late": 0.9, "last": 1.0}


def at(moments: int, part: float) -> int:
    return 1 + int(part * (moments - 1))


@pytest.mark.slow
@pytest.mark.parametrize("edited", [False, True], ids=["same content", "edited between"])
@pytest.mark.parametrize("part", PARTS.values(), ids=PARTS.keys())
def test_two_first_builds_of_one_output_give_what_one_does(site, second, gate, part, edited):
    moment = at(moments(site), part)
    forget(site)
    both = together(site, second, gate, moment, edited=edited, output=site.output)
    assert_fine(site, both, site.clean())


@pytest.mark.slow
@pytest.mark.parametrize("edited", [False, True], ids=["same content", "edited between"])
@pytest.mark.parametrize("part", PARTS.values(), ids=PARTS.keys())
def test_two_later_builds_of_one_output_give_what_one_does(site, second, gate, part, edited):
    assert site.build().code == 0
    edit(site)
    moment = at(moments(site), part)
    edit(site)
    both = together(site, second, gate, moment, edited=edited, output=site.output)
    assert_fine(site, both, site.clean())


@pytest.mark.slow
@pytest.mark.parametrize("edited", [False, True], ids=["same content", "edited between"])
@pytest.mark.parametrize("part", [0.2, 0.9], ids=["early", "late"])
def test_builds_of_two_outputs_may_share_a_cache(site, second, gate, part, edited):
    assert site.build().code == 0
    edit(site)
    moment = at(moments(site), part)
    edit(site)
    before = site.clean()
    other = site.root / "elsewhere" / "output"
    both = together(site, second, gate, moment, edited=edited, output=other)
    wanted = site.clean()
    assert not difference(snapshot(other), wanted)
    assert not difference(snapshot(site.output), before) or not difference(snapshot(site.output), wanted)
    assert all(done.code == 0 for done in both), both
    assert site.build().code == 0
    assert not difference(snapshot(site.output), wanted)
    second.start(site.arguments(other, site.cache))
    assert second.finish().code == 0
    assert not difference(snapshot(other), wanted)
    assert [path.name for path in other.parent.iterdir()] == ["output"] and site.stray() == []


@pytest.mark.slow
def test_outputs_of_two_sites_may_share_a_cache(site, second, tmp_path, model):
    """Another checkout's content under the same names must not come out of the cache."""
    with laid(tmp_path / "other", model) as other:
        edit(other)
        wanted = other.clean()
        assert site.build().code == 0
        for _ in range(2):
            other.server.start(other.arguments(other.output, site.cache))
            assert other.server.finish().code == 0
            assert not difference(snapshot(other.output), wanted)
            assert site.build().code == 0
            assert not difference(snapshot(site.output), site.clean())


def test_two_builds_that_are_started_together_give_what_one_does(site, second):
    """Neither is held: how they meet is left to the machine."""
    for _ in range(2):
        site.start()
        second.start(site.arguments(site.output, site.cache))
        both = second.finish(), site.server.finish()
        assert all(done.code == 0 for done in both), both
        edit(site)
    assert site.build().code == 0
    assert not difference(snapshot(site.output), site.clean())
    assert site.stray() == []
