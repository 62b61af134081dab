"""A site that one process builds again and again, told what was saved, is what a clean build gives.

What is told is what a watch of the folders would see: files that were written, made or removed, and folders that came
or went, with or without the files in them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random

import pytest
from edits_around import (
    AROUND,
    MISTAKES,
    cache_deleted,
    cache_file_garbled,
    code,
    css,
    library,
    output_deleted,
    output_put_back,
    setting,
    static_file_added_or_removed,
    template,
    template_of_the_same_size_and_mtime,
)
from edits_of_content import (
    CONTENT,
    Edit,
    amended,
    archive_removed_or_added,
    author_s_name,
    body,
    body_of_the_same_size_and_mtime,
    comment_added,
    day,
    deleted,
    image,
    principle,
    redacted,
    restored_with_its_old_mtime,
    slug,
    tag,
    tags_csv,
    title,
    vocabulary_s_text,
)
from jinja2 import TemplateError
from rebuilding import Site, checkout, difference, laid, snapshot

from plugins.serving import Builder
from tests.building import own_signals

SEEDS = 4
STEPS = 25
SEEN: dict[Edit, int] = {template: 3, template_of_the_same_size_and_mtime: 2, css: 2, static_file_added_or_removed: 2}
UNSEEN = [edit for edit in AROUND if edit not in {*SEEN, code, library, setting}]
"""What nobody who watches the sources sees, and a running process cannot know."""

QUICK: tuple[Edit, ...] = (
    body,
    body_of_the_same_size_and_mtime,
    tag,
    title,
    comment_added,
    deleted,
    restored_with_its_old_mtime,
    slug,
    principle,
    vocabulary_s_text,
    tags_csv,
    amended,
    redacted,
    archive_removed_or_added,
    image,
    template,
    day,
    author_s_name,
    body,
)

State = dict[Path, tuple[int, ...]]


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return checkout(tmp_path_factory.mktemp("model") / "checkout")


@pytest.fixture
def site(model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    with laid(tmp_path, model) as site, own_signals():
        monkeypatch.chdir(site.folder)
        yield site


class Served:
    """A site that is built by one process, as ``scripts/serve.py`` does it."""

    def __init__(self, site: Site, random: Random) -> None:
        self.site, self.random = site, random
        self.told: frozenset[Path] | None = None
        self.seen = self.look()
        self.start()

    def start(self) -> None:
        """Begin afresh, as after a change of code or settings."""
        self.builder = Builder(self.site.folder / "pelicanconf.py", self.site.content, self.site.output)
        self.told = None

    def look(self) -> State:
        """How everything that is watched stands."""
        found: State = {}
        for folder in (self.site.content, self.site.folder / "theme"):
            for path in folder.rglob("*"):
                stat = path.stat()
                is_folder = path.is_dir()
                found[path.resolve()] = (
                    (1,) if is_folder else (0, stat.st_mtime_ns, stat.st_ctime_ns, stat.st_size, stat.st_ino)
                )
        return found

    def watch(self) -> None:
        """Add what was changed since the last look to what the next build is told."""
        before, self.seen = self.seen, self.look()
        changed = {path for path in before.keys() | self.seen.keys() if before.get(path) != self.seen.get(path)}
        folders = {path for path in changed if (before.get(path) or self.seen[path]) == (1,)}
        if self.random.random() < 0.5:
            changed = {path for path in changed if folders.isdisjoint(path.parents)}
        if self.told is not None:
            self.told |= changed

    def build(self) -> list[str]:
        """Build, and return what was wrong."""
        self.watch()
        try:
            found = [str(problem) for problem in self.builder.build(self.told)]
        except TemplateError as error:
            found = [str(error)]
        if not found:
            self.told = frozenset()
        return found


def compare(site: Site, told: object) -> None:
    differs = difference(snapshot(site.output), site.clean())
    assert not differs, (told, differs)
    assert site.stray() == [], told


def follow(site: Site, edits: list[Edit], random: Random, *, every: int) -> None:
    """Do edit after edit, build after each, and compare after each ``every``; now and then something goes wrong."""
    served, told = Served(site, random), []
    assert served.build() == []
    for step, edit in enumerate(edits, 1):
        told = told[-every:]
        if random.random() < 0.15:
            told.append(mistaken(served, random))
        if edit is setting:
            served.builder.close()
        said = edit(site, random)
        told.append(f"{step} {edit.__name__}: {said}")
        if edit is setting:
            served.start()
        elif edit in UNSEEN:
            served.told = None
        elif random.random() < 0.1:
            told.append(leave(served, random))
        assert served.build() == [], told
        if step % every == 0 or step == len(edits):
            compare(site, told)


def mistaken(served: Served, random: Random) -> str:
    """Make a mistake, build twice, and mend it; nothing of the output may change."""
    before = snapshot(served.site.output)
    mistake = random.choice(MISTAKES)
    said, mend = mistake(served.site, random)
    for _ in range(2):
        assert served.build(), said
    assert not difference(snapshot(served.site.output), before), said
    mend()
    return f"mistake {mistake.__name__}: {said}"


def leave(served: Served, random: Random) -> str:
    """End the process, in good order or not, or let another build the site meanwhile."""
    how = random.choice(("closed", "killed", "built by another"))
    if how == "built by another":
        done = served.site.build()
        assert done.code == 0, done.said
        return how
    if how == "closed":
        served.builder.close()
    served.start()
    return how


def schedule(seed: int) -> list[Edit]:
    """The edits of a run, the frequent ones more often."""
    weights = CONTENT | SEEN | {setting: 2} | dict.fromkeys(UNSEEN, 1)
    return Random(seed).choices(list(weights), weights=list(weights.values()), k=STEPS)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(SEEDS))
def test_whatever_is_saved_the_output_is_that_of_a_clean_build(site: Site, seed: int) -> None:
    follow(site, schedule(seed), Random(seed), every=1)


def test_after_saves_of_many_kinds_the_output_is_that_of_a_clean_build(site: Site) -> None:
    follow(site, list(QUICK), Random(5), every=len(QUICK) // 3 + 1)


@pytest.mark.slow
@pytest.mark.parametrize("end", [Builder.close, lambda _: None], ids=["closed", "killed"])
def test_the_next_process_builds_on_what_the_last_one_left(site: Site, end: Callable[[Builder], None]) -> None:
    random = Random(9)
    served = Served(site, random)
    assert served.build() == []
    for edit in (body, title, deleted, comment_added):
        edit(site, random)
        assert served.build() == []
    end(served.builder)
    for edit in (cache_file_garbled, body):
        edit(site, random)
        assert site.build().code == 0
        compare(site, edit.__name__)
    for edit in (output_put_back, body, output_put_back, cache_deleted, output_deleted):
        edit(site, random)
        served.told = None
        assert served.build() == []
        compare(site, edit.__name__)
