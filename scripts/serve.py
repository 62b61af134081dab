#!/usr/bin/env python3
"""Show the site while you write: build it, serve it on this computer only, and renew the page when a file is saved.

Example:
    python scripts/serve.py --port 8000

A mistake in a file is said in the page and here, with its line; the last good version stays. Ctrl-C ends it.
"""

from __future__ import annotations

import argparse
import os
import runpy
import signal
import subprocess
import sys
import threading
from collections.abc import Sequence
from functools import cache, partial
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from sociable.errors import Problem
from sociable.serving.rounds import rounds
from sociable.serving.server import Server
from sociable.serving.site import Site
from sociable.serving.watching import changes

CODE = (ROOT / "plugins", ROOT / "sociable", ROOT / "scripts", ROOT / "pelicanconf.py")
"""What a running process has read once and for all."""

SOCKET = "SOCIABLE_SOCKET"
"""In the environment of a process that takes the place of another: the number of the socket that it finds open."""

say = partial(print, file=sys.stderr, flush=True)


def parser() -> argparse.ArgumentParser:
    """What may be said on the command line."""
    made = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    made.add_argument("--content", default=str(ROOT / "content"), metavar="DIR", help="the content folder")
    made.add_argument("--output", default=str(ROOT / "output"), metavar="DIR", help="where the site is built")
    made.add_argument("--port", type=int, default=8000, help="the port on 127.0.0.1 (default 8000; 0: any free one)")
    return made


@cache
def builder(content: Path, output: Path) -> Any:
    """What builds the site, as its settings name it; they are read when the server answers already."""
    conf = ROOT / "pelicanconf.py"
    return runpy.run_path(str(conf))["SOCIABLE_BUILDER"](conf, content, output)


def is_code(path: Path) -> bool:
    """Whether a change of ``path`` asks for a new process."""
    return any(path.is_relative_to(place) for place in CODE)


def main(arguments: list[str] | None = None) -> int:
    """Serve until Ctrl-C; 0 then, 1 if there is nothing to show or the port is not to be had."""
    said = parser().parse_args(arguments)
    content, output = Path(said.content), Path(said.output)
    if not content.is_dir():
        say(f"{content}: there is no such folder. Name the content folder with --content.")
        return 1

    def build(changed: frozenset[Path] | None) -> Sequence[Problem]:
        return builder(content, output).build(changed)

    try:
        held = os.environ.pop(SOCKET, None)
        server = Server(Site(output), said.port, int(held) if held else None)
    except OSError as error:
        say(f"cannot serve on port {said.port}: {error.strerror}. Name another with --port.")
        return 1
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    say(f"http://127.0.0.1:{server.server_port}/  (Ctrl-C ends it)")
    try:
        seen = changes((content, ROOT / "theme", *CODE), but=output)
        rounds(server.site, build, seen, is_code=is_code, ours=ROOT, say=say)
    except KeyboardInterrupt:
        return 0
    finally:
        server.shutdown()
        if builder.cache_info().currsize:
            builder(content, output).close()
    return again(server, ["--content", said.content, "--output", said.output, "--port", str(server.server_port)])


def again(server: Server, arguments: list[str]) -> int:
    """Start afresh in the place of this process; Windows knows no such thing, so there it waits for a new one."""
    command = [sys.executable, __file__, *arguments]
    if os.name == "nt":
        server.server_close()
        return subprocess.run(command, check=False).returncode  # noqa: S603 - our own command, no shell
    os.set_inheritable(server.fileno(), True)
    os.execve(sys.executable, command, {**os.environ, SOCKET: str(server.fileno())})  # noqa: S606 - likewise


if __name__ == "__main__":
    raise SystemExit(main())
