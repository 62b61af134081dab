"""Runs `scripts/serve.py` on a content folder of the test's own, and hears what an open page would."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import urlopen

from tests.building import ROOT

PATIENCE = 60
"""Seconds to wait for a build, on a machine that has other things to do."""


@dataclass
class Serving:
    """A server that runs. ``said`` holds the lines it wrote to the terminal so far."""

    process: subprocess.Popen[str]
    home: str = ""
    said: list[str] = field(default_factory=list)

    def get(self, path: str) -> tuple[int, str]:
        """The status and the words at a path without its first slash."""
        try:
            with urlopen(self.home + path, timeout=PATIENCE) as answer:
                return answer.status, answer.read().decode()
        except HTTPError as error:
            with error:
                return error.code, error.read().decode()

    def news(self, path: str = "") -> Iterator[dict[str, Any]]:
        """What a page that is open at a path hears, until the stream ends."""
        with urlopen(f"{self.home}.sociable/events?page=/{path}", timeout=PATIENCE) as stream:
            for line in stream:
                if line.startswith(b"data: "):
                    yield json.loads(line.removeprefix(b"data: "))

    def hear(self, what: Callable[[dict[str, Any]], bool], path: str = "") -> dict[str, Any]:
        """The first news of which ``what`` is true; a stream that ends is opened anew, as a browser does."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            for news in self.news(path):
                if what(news):
                    return news
        raise AssertionError("this was not heard of")

    def listen(self) -> None:
        """Keep what it says; the first line that is an address is its own."""
        for line in self.process.stderr or ():
            self.said.append(line)


@contextmanager
def serving(content: Path, output: Path, *, root: Path = ROOT) -> Iterator[Serving]:
    """Serve for as long as the context lasts; then the process is ended if the test has not done so."""
    command = [sys.executable, "scripts/serve.py", "--content", str(content), "--output", str(output), "--port", "0"]
    pipes = {"stderr": subprocess.PIPE, "stdout": subprocess.DEVNULL}
    with subprocess.Popen(command, cwd=root, text=True, **pipes) as process:
        try:
            served = Serving(process)
            found = re.match(r"http://127\.0\.0\.1:\d+/", process.stderr.readline())
            assert found, process.stderr.read()
            served.home = found[0]
            listener = threading.Thread(target=served.listen)
            listener.start()
            yield served
        finally:
            process.kill()
            process.wait()
            listener.join()


def copy_of_the_project(root: Path) -> Path:
    """A copy of all that builds a site, in a new folder: a test may change it while it serves."""
    for name in ("plugins", "sociable", "scripts", "theme"):
        shutil.copytree(ROOT / name, root / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pelicanconf.py", root)
    return root
