"""The order of a run: what happens before, between and after Pelican's generators.

Blinker keeps the receivers of a signal in a set, so two plugins that wait for one signal are called in no certain
order. Whatever must come in order is therefore called from here, by one receiver a signal. The content is read when
Pelican asks for a writer, right after ``all_generators_finalized``: whatever other plugins do to it is done by then.
"""

from __future__ import annotations

from pelican import Pelican, signals
from pelican.generators import ArticlesGenerator, Generator, PagesGenerator
from pelican.writers import Writer

from plugins import (
    archive_posts,
    articles,
    build,
    catalogue,
    inputs,
    listings,
    output,
    shape,
    shelves,
    sitemap,
    stock,
    strict,
)
from plugins.bodies import Bodies
from plugins.cache import Texts

IDLE = {
    "DIRECT_TEMPLATES": [],
    "YEAR_ARCHIVE_SAVE_AS": "",
    "MONTH_ARCHIVE_SAVE_AS": "",
    "DAY_ARCHIVE_SAVE_AS": "",
    "THEME_STATIC_PATHS": [],
}
"""Settings by which Pelican prepares nothing that only its own writer would write."""


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
    made.is_alone = not made.is_stock and not any(shape.strangers(pelican.plugins))
    lend(pelican, OUTPUT_PATH=pelican.output_path)  # which is where other plugins, too, are to write
    if made.is_stock:
        lend(pelican, **stock.settings(pelican))
        return
    made.inputs = inputs.digest(made)
    made.is_unchanged = made.is_alone and inputs.is_unchanged(made)
    lend(pelican, **IDLE, SOCIABLE_STATIC=pelican.settings["THEME_STATIC_PATHS"])
    if made.is_unchanged:
        lend(pelican, ARTICLE_PATHS=[], PAGE_PATHS=[], STATIC_PATHS=[])


def gather(generators: list[Generator]) -> None:
    """Everything is read; other plugins may still change it."""
    build.of(generators[0].settings).generators = generators


def read(pelican: Pelican) -> type[Writer] | None:
    """Nothing is written yet: the one place where a build is ended for its problems. Say which writer is to be used."""
    settings = pelican.settings
    made = build.of(settings)
    generators = made.generators
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
    context = generators[0].context
    if made.is_stock:
        stock.prepare(made, context)
        return None
    made.statics, context["staticfiles"] = context["staticfiles"], []
    return output.SilentWriter


def finish(pelican: Pelican) -> None:
    """Every page is written."""
    made = build.of(pelican.settings)
    if not made.is_unchanged:
        if made.is_stock:
            stock.complete(made)
        output.static(pelican, made, made.statics)
        made.flush()
        if made.is_stock:
            stock.check(made)
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
    signals.all_generators_finalized.connect(gather)
    signals.get_writer.connect(read)
    signals.finalized.connect(finish)
