"""Renders views into files. A page is a function of its template and one view, and of nothing else."""

from __future__ import annotations

import os
import re
import shutil
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Any

from jinja2 import Environment

from plugins import templates
from sociable.errors import Problem, SociableError

_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff]")
"""Control characters and noncharacters, which HTML forbids (https://html.spec.whatwg.org/#preprocessing-the-input-stream).
Nobody sees them; old texts have them from a wrong encoding."""


@dataclass
class Pages:
    """Renders views into files below ``root``. ``written`` maps each page's path to when it last changed."""

    root: Path
    templates: Path
    written: dict[str, datetime | None] = field(default_factory=dict)

    @cached_property
    def environment(self) -> Environment:
        """The theme's templates, compiled as they are asked for."""
        return templates.environment(self.templates)

    def write(
        self, path: str, template: str, view: Any, *, changed: datetime | None = None, listed: bool = True
    ) -> None:
        """Write the page at ``path`` (``blog/`` or ``404.html``); ``listed`` ones stand in the site map."""
        text = _FORBIDDEN.sub("", self.environment.get_template(template).render(view=view))
        self.put(path + "index.html" if path.endswith("/") or not path else path, text.encode())
        if listed:
            self.written[path] = changed

    def put(self, path: str, data: bytes) -> None:
        """Write a file that is no page: a feed, the site map."""
        target = self.target(path)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)

    def copy(self, source: Path, path: str) -> None:
        """Copy a file of an archive."""
        target = self.target(path)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, target)

    def target(self, path: str) -> Path:
        """The file for ``path``, which must lie below ``root``."""
        target = Path(os.path.normpath(self.root / path))
        if not target.is_relative_to(self.root):
            raise SociableError(Problem(f"the address {path!r} leads out of the output folder"))
        return target
