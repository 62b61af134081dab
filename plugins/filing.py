"""Files every post of the site by principles and organisations, as ``sociable.tagging.filing`` decides."""

from __future__ import annotations

from dataclasses import dataclass, replace

from plugins.build import Build, shown
from sociable.archive.folder import Archive
from sociable.model import Post
from sociable.tagging import filing
from sociable.tagging.organisations import Belonging


@dataclass(frozen=True, slots=True)
class Filing:
    """Where a post is listed: ids in the order that was given, and how the organisations were found."""

    principles: tuple[str, ...]
    belonging: Belonging


def of_blog(build: Build, post: Post) -> Filing:
    """File a post of the shared blog."""
    return _listed(build, filing.of_blog(post, build.vocabulary))


class Cabinet:
    """Files the posts of one archive; what is wrong with its decisions ends the build later."""

    def __init__(self, build: Build, archive: Archive) -> None:
        self._build = build
        self._cabinet = filing.Cabinet(build.vocabulary, archive)
        build.problems.extend(replace(problem, path=shown(problem.path)) for problem in self._cabinet.problems)

    def file(self, post: Post) -> Filing:
        """File one post."""
        return _listed(self._build, self._cabinet.file(post))


def _listed(build: Build, filed: filing.Filing) -> Filing:
    """A content folder may do without the page of a principle; nothing can be listed by it then."""
    known = build.vocabulary.principles
    return Filing(tuple(name for name in filed.principles or () if name in known), filed.belonging)
