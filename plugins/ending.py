"""Ends a build that cannot be finished: why, in a line, and with exit code 1.

What is wrong with the content is found while it is read (see :mod:`plugins.strict`). Here are the disk that is full and
the template that has a mistake in it, for which Pelican prints a traceback; and a build that is interrupted, which to
Pelican is one that went well; and the theme that lacks a template, or writes two pages to one address. Nothing else is
caught: a traceback is right where the program itself is wrong.
"""

from __future__ import annotations

import errno
from pathlib import Path

from jinja2 import TemplateError, TemplateSyntaxError
from pelican import Pelican
from pelican.generators import PelicanTemplateNotFound
from pelican.writers import FileOverwriteFailedError

from plugins import output, strict
from plugins.build import shown
from sociable.errors import Problem, SociableError

FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
"""What the system answers where there is no room for what is written."""

INTERRUPTED = 130
"""The exit code of a command that Ctrl-C ended, as shells have it: 128 and the number of SIGINT."""


class StrictPelican(Pelican):  # type: ignore[misc]
    """Pelican, by the setting ``PELICAN_CLASS``."""

    def init_plugins(self) -> None:
        """Load the plugins, all of them: without one that it cannot load, Pelican would build another site."""
        asked = len(self.settings["PLUGINS"] or ())
        super().init_plugins()
        if len(self.plugins) < asked:
            mend = "Pelican says above which; correct PLUGINS or PLUGIN_PATHS, or install it."
            strict.end(Problem("a plugin cannot be loaded", "pelicanconf.py", mend=mend))

    def run(self) -> None:
        """Build, or say why not and leave nothing lying about."""
        try:
            super().run()
        except KeyboardInterrupt:
            strict.end("Interrupted: build again to finish.", code=INTERRUPTED)
        except (PelicanTemplateNotFound, FileOverwriteFailedError) as error:
            strict.end(Problem(f"the build could not be finished: {error}", mend="Mend the theme or the settings."))
        except (OSError, TemplateError, SociableError) as error:
            strict.end(*unfinished(error))
        finally:
            output.give_up(self.settings)


def unfinished(error: OSError | TemplateError | SociableError) -> tuple[Problem, ...]:
    """Why a build could not be finished, and what to do."""
    if isinstance(error, SociableError):
        return error.problems
    if isinstance(error, TemplateSyntaxError):
        place = shown(error.filename) if error.filename else error.name or ""
        what = f"this template has a mistake in it: {error.message}"
        return (Problem(what, place, error.lineno, "Correct it, then build again."),)
    if isinstance(error, TemplateError):
        return (Problem(f"a template has a mistake in it: {error.message}", mend="Correct it, then build again."),)
    place = shown(error.filename) if isinstance(error.filename, str | Path) else ""
    mend = "Free some space there, then build again." if error.errno in FULL else "Mend that, then build again."
    return (Problem(f"the build could not be finished: {error.strerror or error}", place, mend=mend),)
