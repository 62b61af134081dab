"""From a saved file to the page with the new words, over HTTP: a server that builds while somebody writes.

A post is saved with a sentence more, and its page is asked for until the sentence is there. Both servers are asked
equally often, on 127.0.0.1.
"""

from __future__ import annotations

import socket
import subprocess
import time
from http.client import HTTPConnection, HTTPException
from statistics import median

from bench.measure import Failed
from bench.site_posts import Entry
from bench.site_subjects import Subject, edited

EVERY = 0.005
"""Seconds between two questions."""

PATIENCE = 600.0
"""Seconds after which a server is given up."""

AGAIN = 20.0
"""Seconds after which the first save is done again: a server may show pages before it looks for changes."""

SETTLED = 3.0
"""Seconds between two saves, so that a server has done what it does after a build."""


def seconds(subject: Subject, entry: Entry, runs: int) -> float:
    """The median of ``runs`` times from save to page.

    Raises:
        Failed: the page never came.
    """
    subject.clear()
    port = _free_port()
    command = [part.format(port=port) for part in subject.serve]
    server = subprocess.Popen(command, cwd=subject.folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _warm(port, entry, subject, server)
        found = []
        for number in range(runs):
            time.sleep(SETTLED)
            mark = f"save{number}of{runs}"
            subject.put(edited(entry, mark))
            began = time.monotonic()
            if not _comes(port, entry, mark, server, PATIENCE):
                raise Failed(f"{subject.name} never showed «{mark}» at /{entry.path}")
            found.append(time.monotonic() - began)
        return median(found)
    finally:
        server.terminate()
        server.wait()
        subject.put(entry)


def _warm(port: int, entry: Entry, subject: Subject, server: subprocess.Popen[bytes]) -> None:
    """Wait until the server has built the site and sees what is saved."""
    if not _comes(port, entry, "<h1", server, PATIENCE):
        raise Failed(f"{subject.name} never showed /{entry.path}")
    for number in range(int(PATIENCE / AGAIN)):
        subject.put(edited(entry, f"warm{number}"))
        if _comes(port, entry, f"warm{number}", server, AGAIN):
            return
    raise Failed(f"{subject.name} sees nothing that is saved")


def _comes(port: int, entry: Entry, words: str, server: subprocess.Popen[bytes], patience: float) -> bool:
    """Ask for the page until it has the words; ``False`` if they did not come in time."""
    end = time.monotonic() + patience
    while time.monotonic() < end:
        if server.poll() is not None:
            raise Failed(f"the server ended with exit code {server.returncode}")
        if words in _page(port, f"/{entry.path}"):
            return True
        time.sleep(EVERY)
    return False


def _page(port: int, path: str) -> str:
    connection = HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        body = answer.read().decode(errors="replace")
    except (OSError, HTTPException):  # not yet there, or just being exchanged
        return ""
    finally:
        connection.close()
    return body if answer.status == 200 else ""


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])
