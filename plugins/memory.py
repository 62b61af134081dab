"""What a process that builds the site again and again keeps from one build for the next, and when that is right.

A thing is kept with what it was made of, and is made again where that is no longer equal; so it does not matter what
was changed, or whether anybody said so. Only of what is too much to look at each time, the archives' bags, the theme
and the output, ``SOCIABLE_CHANGED`` is believed, which names every path that was touched since the last good build.

Memory is what the last build left that went well. One that finds mistakes ends before it writes, and leaves memory as
it was; one that ends while it writes leaves none, so that the next one looks at everything, as the first did. What a
build did not ask for is forgotten when it ends. A normal build, which is the only one of its process, keeps nothing.

The files in which builds keep things for other processes are written when the process ends (:meth:`Memory.save`). Until
then they tell of an older state of the output, as after a build that was killed; how its files were left shows which
of them were written since.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

T = TypeVar("T")

KEPT = "SOCIABLE_MEMORY"
"""The setting that holds what outlives a build: a dictionary, absent in a normal build."""

CHANGED = "SOCIABLE_CHANGED"
"""The setting that holds the paths touched since the last good build, absolute, links resolved; ``None``: unknown."""

_NAME = "memory"

Name = tuple[str, str]
"""Of what kind a thing is, and which of them."""


@dataclass
class Memory:
    """Values by name. ``changed`` is ``None`` where nothing is remembered: in a first build, and in a normal one."""

    is_kept: bool = False
    changed: frozenset[Path] | None = None
    _known: dict[Name, tuple[Any, Any]] = field(default_factory=dict)
    _used: dict[Name, tuple[Any, Any]] = field(default_factory=dict)
    _put_off: dict[str, Callable[[], None]] = field(default_factory=dict)
    _is_open: bool = False

    def get(self, kind: str, told: Any = None, name: str = "") -> Any:
        """What is kept as the ``kind`` of ``name``, if it was made of what equals ``told``; else ``None``."""
        found = self._known.get((kind, name))
        if found is None or found[0] != told:
            return None
        self._used[kind, name] = found
        return found[1]

    def hold(self, kind: str, name: str) -> None:
        """Keep what is kept, whatever it was made of."""
        self._used[kind, name] = self._known[kind, name]

    def keep(self, kind: str, value: Any, told: Any = None, name: str = "") -> None:
        """Keep ``value``, made of ``told``."""
        if self.is_kept:
            self._used[kind, name] = told, value

    def recall(self, kind: str, told: Any, make: Callable[[], T], name: str = "") -> T:
        """As :meth:`get`; what is not known is made, and kept."""
        found: T | None = self.get(kind, told, name)
        if found is None:
            self.keep(kind, found := make(), told, name)
        return found

    def recall_of(self, kind: str, place: Path, make: Callable[[], T]) -> T:
        """As :meth:`recall`, of what is made of all that lies at ``place`` or below it."""
        if self.touches(place):
            self.drop(kind)
        return self.recall(kind, str(place), make)

    def drop(self, kind: str, name: str = "") -> None:
        """Forget one thing."""
        self._known.pop((kind, name), None)

    def touches(self, place: Path) -> bool:
        """Whether anything at ``place``, below or above it may have been touched since the last good build."""
        if self.changed is None:
            return True
        named = {place.resolve(), place.parent.resolve() / place.name}
        return any(one == path or path in one.parents or one in path.parents for one in self.changed for path in named)

    def put_off(self, name: str, save: Callable[[], None]) -> None:
        """Save something for other processes: at once in a first build, when this process ends in a later one."""
        if self.changed is None:
            save()
        else:
            self._put_off[name] = save

    def open(self) -> None:
        """Say that the build begins to write."""
        self._is_open = True

    def settle(self) -> None:
        """Say that the build went well: what it kept is what the next one knows."""
        self._known, self._used, self._is_open = self._used, {}, False

    def leave(self) -> None:
        """Say that the build went well and had nothing to do: all stays known."""
        self._known, self._used, self._is_open = self._known | self._used, {}, False

    def forget(self, kind: str) -> None:
        """Forget everything of a kind."""
        self._known = {name: one for name, one in self._known.items() if name[0] != kind}

    def save(self) -> None:
        """Save what was put off."""
        while self._put_off:
            self._put_off.popitem()[1]()

    def take_up(self, changed: frozenset[Path] | None) -> Memory:
        """The memory of the next build."""
        if changed is None or self._is_open:
            return Memory(is_kept=True)
        self._used = {}
        self.changed = changed if self._known else None
        return self


def begin(settings: Mapping[str, Any]) -> Memory:
    """The memory of a build with these settings."""
    kept = settings.get(KEPT)
    if kept is None:
        return Memory()
    kept[_NAME] = kept.get(_NAME, Memory(is_kept=True)).take_up(settings.get(CHANGED))
    found: Memory = kept[_NAME]
    return found


def save(kept: Mapping[str, Any]) -> None:
    """Save what the builds of this process have put off."""
    if _NAME in kept:
        kept[_NAME].save()
