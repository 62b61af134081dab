#!/usr/bin/env python3
"""Show the site while you write: build it, serve it on this computer only, build it again when a file changes.

Example:
    python scripts/serve.py --port 8000

A mistake in a file is said here, with its line; the last good version stays in the browser. Ctrl-C ends it.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import threading
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import watchfiles

ROOT = Path(__file__).resolve().parent.parent
PARTS = ("plugins", "sociable", "theme", "pelicanconf.py")
"""What a page depends on beside the content."""


class Handler(SimpleHTTPRequestHandler):
    """Serves the built site, with its own page for what is not there, and says nothing of what is asked for."""

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Answer what is not found with the site's own page."""
        page = Path(self.directory) / "404.html"
        if code != HTTPStatus.NOT_FOUND or not page.is_file():
            super().send_error(code, message, explain)
            return
        body = page.read_bytes()
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)


def build(content: str, output: str) -> bool:
    """Build the site; whether it went well. Problems are printed by the build itself."""
    command = [sys.executable, "-m", "pelican", content, "-o", output, "-s", str(ROOT / "pelicanconf.py")]
    return subprocess.run(command, check=False).returncode == 0  # noqa: S603 - our own command, no shell


def parser() -> argparse.ArgumentParser:
    """What may be said on the command line."""
    made = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    made.add_argument("--content", default=str(ROOT / "content"), metavar="DIR", help="the content folder")
    made.add_argument("--output", default=str(ROOT / "output"), metavar="DIR", help="where the site is built")
    made.add_argument("--port", type=int, default=8000, help="the port on 127.0.0.1 (default 8000; 0: any free one)")
    return made


def main(arguments: list[str] | None = None) -> int:
    """Serve until Ctrl-C; 0 then, 1 if there is nothing to show."""
    said = parser().parse_args(arguments)
    good = build(said.content, said.output)
    if not good and not Path(said.output).is_dir():
        return 1
    try:
        server = ThreadingHTTPServer(("127.0.0.1", said.port), partial(Handler, directory=said.output))
    except OSError as error:
        print(f"cannot serve on port {said.port}: {error.strerror}. Name another with --port.", file=sys.stderr)
        return 1
    threading.Thread(target=server.serve_forever, daemon=True).start()
    print(f"http://127.0.0.1:{server.server_port}/  (Ctrl-C ends it)", file=sys.stderr)
    try:
        for _ in watchfiles.watch(said.content, *(ROOT / part for part in PARTS)):
            build(said.content, said.output)
    except KeyboardInterrupt:
        pass
    finally:
        server.shutdown()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
