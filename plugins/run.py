"""The order of a run: what happens before, between and after Pelican's generators.

Blinker keeps the receivers of a signal in a set, so two plugins that wait for one signal are called in no certain
order. Whatever must come in order is therefore called from here, by one receiver a signal.
"""

from __future__ import annotations

from pelican import Pelican, signals
from pelican.generators import ArticlesGenerator, Generator, PagesGenerator

from plugins import archive_posts, articles, build, catalogue, inputs, listings, output, shape, shelves, sitemap, strict
from plugins.bodies import Bodies
from plugins.cache import Texts


def begin(pelican: Pelican) -> None:
    """Before anything is read; the first signal of each run, also under ``--autoreload``."""
    restore(pelican)
    articles.begin()
    strict.listen(pelican)
    build.begin(pelican)
    build.of(pelican.settings).bodies = Bodies()
    output.begin(pelican)
    made = build.of(pelican.settings)
    made.texts = made.memory.recall("texts", None, lambda: Texts.at(made.kept("texts"), shape.of_code()))
    made.inputs = inputs.digest(made)
    made.is_unchanged = inputs.is_unchanged(made)
    lend(pelican, THEME_STATIC_PATHS=[], SOCIABLE_STATIC=pelican.settings["THEME_STATIC_PATHS"])
    if made.is_unchanged:
        lend(pelican, ARTICLE_PATHS=[], PAGE_PATHS=[], STATIC_PATHS=[])


def read(generators: list[Generator]) -> None:
    """Everything is read and nothing is written: the one place where a build is ended for its problems."""
    settings = generators[0].settings
    made = build.of(settings)
    try:
        if not made.is_unchanged:
            catalogue.make(generators)
        strict.check(generators)
    except SystemExit:
        output.abandon(settings)
        raise
    made.memory.open()
    if not made.is_unchanged:
        listings.prepare(made)
        archive_posts.write(made)
    made.generators = generators
    made.statics = generators[0].context["staticfiles"]
    generators[0].context["staticfiles"] = []


def finish(pelican: Pelican) -> None:
    """Every page is written."""
    made = build.of(pelican.settings)
    if not made.is_unchanged:
        output.static(pelican, made, made.statics)
        made.flush()
        sitemap.write(pelican)
    output.finish(pelican)
    if made.is_unchanged:
        report_unchanged(made)
        made.memory.leave()
    else:
        made.memory.put_off("texts", made.texts.save)
        made.texts.stay()
        shelves.keep(made)
        made.memory.settle()
    strict.stop(pelican)
    restore(pelican)


def report_unchanged(made: build.Build) -> None:
    """Say that there was nothing to do; and let Pelican count what stands in the output, since it read nothing."""
    strict.say("Nothing has changed since the last build: the site is as it was.")
    articles, pages = made.counts
    for generator in made.generators:
        if isinstance(generator, ArticlesGenerator):
            generator.articles = [None] * articles
        elif isinstance(generator, PagesGenerator):
            generator.pages = [None] * pages


def lend(pelican: Pelican, **values: object) -> None:
    """Change settings for the time of this run."""
    before = pelican.settings.setdefault("SOCIABLE_BEFORE", {})
    for name, value in values.items():
        before.setdefault(name, pelican.settings.get(name))
        pelican.settings[name] = value


def restore(pelican: Pelican) -> None:
    """Give back the settings that a run before this one had changed."""
    pelican.settings.update(pelican.settings.pop("SOCIABLE_BEFORE", {}))


def register() -> None:
    """Plug in."""
    signals.get_generators.connect(begin)
    signals.article_generator_init.connect(articles.lend)
    signals.all_generators_finalized.connect(read)
    signals.finalized.connect(finish)
