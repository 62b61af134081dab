"""The archives: each old blog at its own paths below ``/archive/<name>/``, read-only and saying so on every page.

A generator of its own: an archive's files are no articles of Pelican's. They are read from the bag as they are, their
Markdown rendered by the archive's own engine, and the addresses in them turned to what this site keeps.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pelican import signals

from plugins import addresses, archive_posts, shelves
from plugins import build as builds
from plugins.archive_listings import write_listings
from plugins.build import Build, shown
from plugins.generator import PartGenerator
from plugins.listings import head, site
from plugins.parts import IndexGroup, IndexItem, Link
from plugins.views import IndexView
from sociable.archive import folder, verifying
from sociable.errors import Problem, SociableError

CHECKS = {"full": verifying.full, "quick": verifying.quick}
"""What the setting ARCHIVE_CHECK may be: read every byte, or only what was touched since it was last read."""


class ArchiveGenerator(PartGenerator):
    """Reads ``content/archive/*`` and writes every page of it."""

    def generate_context(self) -> None:
        """Check and read the archives; what is wrong with one is a problem of the build."""
        build = builds.of(self.settings)
        for path in folder.find(build.content):
            if build.memory.touches(path):
                build.problems.extend(check(path, str(self.settings["ARCHIVE_CHECK"])))
            if build.is_unchanged:
                continue
            try:
                build.bodies.shelves[path.name] = shelves.recall(build, path)
            except SociableError as error:
                build.take(error)

    def write(self, build: Build) -> None:
        """Write the index of archives, and of each its home and its listings; its posts are written before."""
        if not build.archives:
            return
        write_index(build)
        for shelf in build.bodies.shelves.values():
            with build.pages.group(f"listings of {shelf.name}", archive_posts.group_key(build, shelf)) as is_stale:
                if is_stale:
                    write_listings(build, shelf)


def check(path: Path, how: str) -> Iterator[Problem]:
    """Say in what the archive in ``path`` is not what was sealed. ``how`` is the setting ARCHIVE_CHECK."""
    if how not in CHECKS:
        yield Problem(f"ARCHIVE_CHECK is {how!r}", "pelicanconf.py", mend=f"Write one of {', '.join(CHECKS)}.")
        how = "full"
    for difference in CHECKS[how](path, state=verifying.state_of(path)).differences:
        yield difference.problem(shown(path))


def write_index(build: Build) -> None:
    """Write the page that says which blogs are held."""
    lines = tuple(
        IndexItem(
            Link(archive.about.title, build.place.href(addresses.archive_path(archive.name)), voice="archived"),
            note=addresses.counted(len(archive.posts), "post", "posts"),
            words=archive.about.description,
        )
        for archive in build.archives
    )
    view = IndexView(
        site=site(build),
        head=head(build, "Archive", "archive/", section="archive", voice="archived"),
        title="Archive",
        folio=(),
        groups=(IndexGroup("", lines),),
        standfirst="Blogs that are closed, and kept as they were: read-only, at their old paths, talk and all.",
    )
    build.pages.write("archive/", "index_of.html", view)


def generators(pelican: Any) -> type[ArchiveGenerator]:
    """What Pelican asks for with ``get_generators``."""
    return ArchiveGenerator


def register() -> None:
    """Plug in."""
    signals.get_generators.connect(generators)
