"""Builds the site again and again in one process, for ``scripts/serve.py``.

The settings are read once; each run has its own copy, since Pelican and its plugins write into them. What a build wants
to find again in the next it keeps in ``SOCIABLE_MEMORY``, one dictionary for the life of the process. A change of code
or settings asks for a new process: nothing here reads them anew.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from pelican import Pelican
from pelican.settings import read_settings

from plugins import output as outputs
from sociable.errors import Problem


class Builder:
    """Builds ``content`` into ``output`` with the settings of the file ``conf``."""

    def __init__(self, conf: Path, content: Path, output: Path) -> None:
        places = {"PATH": str(content.absolute()), "OUTPUT_PATH": str(output.absolute())}
        self._settings = read_settings(str(conf), override=places)
        self._memory: dict[str, Any] = {}
        self._output = output.absolute()

    def build(self, changed: frozenset[Path] | None) -> Sequence[Problem]:
        """Build the site and return what is wrong (then nothing was written), which ``strict`` prints too.

        ``changed`` are the files that were written, moved or removed since the last build that went well; ``None`` is
        not known. The plugins find it in the settings as ``SOCIABLE_CHANGED``.
        """
        found: list[Problem] = []
        settings = _copied(self._settings)
        settings |= {"SOCIABLE_MEMORY": self._memory, "SOCIABLE_CHANGED": changed, "SOCIABLE_REPORT": found.extend}
        try:
            Pelican(settings).run()
        except SystemExit:
            if not found:
                raise
        finally:
            outputs.give_up(settings)
        return found

    def close(self) -> None:
        """Save what the next process can use: otherwise it looks at more than it would have to."""
        outputs.save(self._output, self._memory)


def _copied(value: Any) -> Any:
    """A copy of the dictionaries and lists of a setting; ``copy.deepcopy`` refuses the modules among them."""
    if isinstance(value, dict):
        return type(value)((key, _copied(each)) for key, each in value.items())
    return [_copied(each) for each in value] if isinstance(value, list) else value
