"""Digests of what shapes pages beside their own content: code, libraries, theme, settings; and of views.

Whatever is kept from one build for the next is kept under such a digest, so that a change of any of them makes it
worthless at once: a cache that outlives what it was made by is worse than none.
"""

from __future__ import annotations

import hashlib
import io
import os
import pickle
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from functools import cache
from importlib import metadata
from operator import attrgetter
from pathlib import Path
from types import ModuleType
from typing import Any

from plugins.parts import Site

ROOT = Path(__file__).resolve().parent.parent
LIBRARIES = (
    "pelican",
    "markdown",
    "typogrify",
    "smartypants",
    "nh3",
    "comrak",
    "jinja2",
    "markupsafe",
    "feedgenerator",
)
_OURS = frozenset(
    f"plugins.{name}" for name in "run reader archive blog principles organisations authors stock".split()
)
"""The plugins of Pelican that are this project's, by module."""
SIZE = 16
"""Bytes of a digest: as many as make a collision by accident unthinkable."""

_ASIDE = frozenset(
    "ARCHIVE_CHECK CACHE_PATH DEBUG DELETE_OUTPUT_DIRECTORY LOG_FILTER OUTPUT_PATH OUTPUT_RETENTION PATH ROOT THEME "
    "PLUGINS PLUGIN_PATHS TODAY BIND PORT".split()
)
"""Settings that no page shows: where things are, and how the build goes about it."""


def digest(*parts: bytes) -> bytes:
    """A digest of ``parts``, each told from the next."""
    made = hashlib.blake2b(digest_size=SIZE)
    for part in parts:
        made.update(len(part).to_bytes(8, "big"))
        made.update(part)
    return made.digest()


def of_value(value: object) -> bytes:
    """A digest of a plain value: equal values have equal digests, in any process. What is called ``Site`` is left out.

    Every view has the site in it, and ``chrome`` stands for it in every key.
    """
    file = io.BytesIO()
    pickler = pickle.Pickler(file, 5)
    pickler.fast = True  # without it the bytes tell which of equal parts are one object
    pickler.dispatch_table = _REDUCERS
    pickler.dump(value)
    return digest(file.getbuffer())


class _Reducers(dict[type, Callable[[Any], tuple[Any, ...]]]):
    """How values of each class are taken apart: a data class by its fields, without Python's detour for slots."""

    def __missing__(self, kind: type) -> Callable[[Any], tuple[Any, ...]]:
        if kind is Site:
            self[kind] = _without_site
        elif is_dataclass(kind):
            names = [one.name for one in fields(kind)]
            parts = attrgetter(*names, names[0])  # of one name alone it would give no tuple
            self[kind] = lambda value: (kind, parts(value))
        else:
            raise KeyError(kind)
        return self[kind]


def _without_site(_: Site) -> tuple[Any, ...]:
    return str, ()


_REDUCERS = _Reducers()


def of_each(folder: Path) -> dict[str, bytes]:
    """Digests of the files below ``folder`` by their paths, in order."""
    return {
        path.relative_to(folder).as_posix(): digest(path.read_bytes())
        for path in sorted(folder.rglob("*"))
        if path.is_file() and "__pycache__" not in path.parts
    }


def of_files(files: Mapping[str, bytes], below: str = "") -> bytes:
    """A digest of ``files``, or of those whose paths begin with ``below``, by the rest of their paths."""
    made = hashlib.blake2b(digest_size=SIZE)
    for path, found in files.items():
        if path.startswith(below):
            made.update(path.removeprefix(below).encode() + b"\0")
            made.update(found)
    return made.digest()


@cache
def of_code() -> bytes:
    """A digest of this program: its own files (as they are when it is asked first), Python, and the libraries."""
    own = [of_files(of_each(ROOT / part)) for part in ("plugins", "sociable")]
    return digest(*own, sys.version.encode(), *(f"{name} {_version(name)}".encode() for name in LIBRARIES))


def _version(library: str) -> str:
    try:
        return metadata.version(library)
    except metadata.PackageNotFoundError:
        return ""


def of_settings(settings: Mapping[str, Any]) -> bytes:
    """A digest of the settings that may show on pages."""
    names = sorted(name for name in settings if name not in _ASIDE and not name.startswith("SOCIABLE_"))
    return digest(*(f"{name}={_plain(settings[name])}".encode() for name in names))


def _plain(value: Any) -> str:
    """Words for a setting that are the same in every process: no address in memory, no order by chance."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(sorted(f"{_plain(key)}: {_plain(one)}" for key, one in value.items())) + "}"
    if isinstance(value, (set, frozenset)):
        return "{" + ", ".join(sorted(map(_plain, value))) + "}"
    if isinstance(value, (list, tuple)):
        return f"[{', '.join(map(_plain, value))}]"
    if isinstance(value, (str, bytes, int, float, bool, type(None), os.PathLike)):
        return repr(value)
    if isinstance(value, ModuleType):
        return value.__name__
    return f"{type(value).__module__}.{type(value).__qualname__}:{getattr(value, '__qualname__', '')}"


def strangers(plugins: Iterable[object]) -> Iterator[ModuleType]:
    """The modules of those ``plugins`` of Pelican that are not of this project: what they read, nobody here knows."""
    for plugin in plugins:
        module = plugin if isinstance(plugin, ModuleType) else sys.modules[plugin.__module__]
        if module.__name__ not in _OURS:
            yield module


def of_plugins(modules: Iterable[ModuleType]) -> bytes:
    """A digest of the code of ``modules``: of their files, and of all that lie in a package."""
    return digest(*(part for module in modules for part in (module.__name__.encode(), _of_module(module))))


@cache
def _of_module(module: ModuleType) -> bytes:
    folders = [Path(folder) for folder in getattr(module, "__path__", ())]
    if folders:
        return digest(*map(of_files, folders))
    file = getattr(module, "__file__", None)
    return digest(Path(file).read_bytes()) if file else b""
