"""What the generators of this site have in common: each writes its part of the pages, once all is known."""

from __future__ import annotations

from typing import Any

from pelican.generators import Generator

from plugins import build as builds
from plugins.build import Build


class PartGenerator(Generator):  # type: ignore[misc]
    """A generator of Pelican's that writes one part of the site from the catalogue of the build."""

    def generate_output(self, writer: Any) -> None:
        """Write the part, unless nothing has changed since it was written."""
        build = builds.of(self.settings)
        if not build.is_unchanged:
            self.write(build)

    def write(self, build: Build) -> None:
        """Write the part."""
        raise NotImplementedError
