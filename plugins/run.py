"""The order of a run: what happens before, between and after Pelican's generators.

Blinker keeps the receivers of a signal in a set, so two plugins that wait for one signal are called in no certain
order. Whatever must come in order is therefore called from here, by one receiver a signal.
"""

from __future__ import annotations

from pelican import Pelican, signals
from pelican.generators import Generator

from plugins import build, catalogue, output, sitemap, strict


def begin(pelican: Pelican) -> None:
    """Before anything is read; the first signal of each run, also under ``--autoreload``."""
    strict.listen(pelican)
    build.begin(pelican)
    output.begin(pelican)


def read(generators: list[Generator]) -> None:
    """Everything is read and nothing is written: the one place where a build is ended for its problems."""
    catalogue.make(generators)
    strict.check(generators)


def finish(pelican: Pelican) -> None:
    """Every page is written."""
    sitemap.write(pelican)
    output.finish(pelican)
    strict.stop(pelican)


def register() -> None:
    """Plug in."""
    signals.get_generators.connect(begin)
    signals.all_generators_finalized.connect(read)
    signals.finalized.connect(finish)
