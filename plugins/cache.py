"""What one build keeps for the next, below ``.cache/``: safe to remove, checked when it is read, never trusted blindly.

A kept value is written with the digest of its own bytes and with the *shape* it was made under (see
:mod:`plugins.shape`). A file that is cut off, changed, of another version or made under another shape counts as none.
It is written to a temporary name first, so that a build that is killed leaves the old value or the new one.
"""

from __future__ import annotations

import hashlib
import os
import pickle
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

FORMAT = b"Sociable cache 1\n"


def load(path: Path, shape: bytes) -> Any:
    """Return the value kept at ``path``; ``None`` where there is none that was made under ``shape`` and is whole."""
    try:
        data = path.read_bytes()
    except OSError:
        return None
    head = FORMAT + shape
    body = memoryview(data)[len(head) + hashlib.sha256().digest_size :]
    if data[: len(head)] != head or data[len(head) : len(data) - len(body)] != hashlib.sha256(body).digest():
        return None
    return pickle.loads(body)  # noqa: S301 - written by a build on this machine, and whole


def save(path: Path, shape: bytes, value: Any) -> None:
    """Keep ``value`` at ``path``. Where nothing can be written nothing is kept: the next build takes longer."""
    body = pickle.dumps(value, 5)
    whole = FORMAT + shape + hashlib.sha256(body).digest() + body
    fresh = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        fresh.write_bytes(whole)
        fresh.replace(path)
    except OSError:
        fresh.unlink(missing_ok=True)


@dataclass
class Texts:
    """Values that are costly to make, each under a digest of all that it is made of.

    Those that a build did not ask for are forgotten when it ends.
    """

    path: Path
    shape: bytes
    _known: dict[bytes, Any] = field(default_factory=dict)
    _used: dict[bytes, Any] = field(default_factory=dict)

    @classmethod
    def at(cls, path: Path, shape: bytes) -> Texts:
        """Those kept at ``path``."""
        return cls(path, shape, load(path, shape) or {})

    def get(self, key: bytes) -> Any:
        """The value made of what has this digest, or ``None``."""
        value = self._used.get(key)
        if value is None:
            value = self._known.get(key)
            if value is not None:
                self._used[key] = value
        return value

    def put(self, key: bytes, value: Any) -> None:
        """Keep a value."""
        self._used[key] = value

    def stay(self) -> None:
        """Forget nothing, though this build did not ask for all of it: another build of this process may."""
        self._used = self._known | self._used

    def learned(self) -> dict[bytes, Any]:
        """What was made in this build."""
        return {key: value for key, value in self._used.items() if key not in self._known}

    def learn(self, made: Mapping[bytes, Any]) -> None:
        """Keep what another process of this build has made."""
        self._used.update(made)

    def save(self) -> None:
        """Keep what this build used, unless that is what was kept already."""
        if self._used.keys() != self._known.keys():
            save(self.path, self.shape, self._used)
        self._known, self._used = self._used, {}
