"""`scripts/serve.py` shows the site on this computer only, and builds it again when a file changes."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
import time
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest

from tests.building import ROOT, VOCABULARY, lay, post


def wait_for(what, seconds: float = 30) -> bool:
    """Whether ``what()`` comes true in time."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if what():
            return True
        time.sleep(0.1)
    return False


@pytest.mark.slow
def test_a_saved_file_is_shown_and_a_mistake_leaves_the_last_good_version(tmp_path: Path) -> None:
    content = lay(tmp_path / "content", {**VOCABULARY, "blog/2024-03-01-a.md": post("First words")})
    output = tmp_path / "output"
    command = [sys.executable, "scripts/serve.py", "--content", str(content), "--output", str(output), "--port", "0"]
    with subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True) as served:
        try:
            address = re.search(
                r"http://127\.0\.0\.1:\d+/", next(line for line in served.stderr if "127.0.0.1" in line)
            )[0]
            with urlopen(address + "blog/2024/03/a/") as answer:
                assert b"First words" in answer.read()
            try:
                urlopen(address + "nothing/")
                raise AssertionError("a page that is not there was found")
            except HTTPError as missing:
                assert missing.code == 404 and b"There is no page at this address" in missing.read()
            time.sleep(0.5)
            lay(content, {"blog/2024-03-01-a.md": post("Second words")})
            assert wait_for(lambda: "Second words" in _read(output))
            lay(content, {"blog/2024-03-01-a.md": post("Third words", princples="x")})
            assert wait_for(lambda: "unknown" in served.stderr.readline())
            assert "Second words" in _read(output)
        finally:
            served.send_signal(signal.SIGINT)
            served.communicate(timeout=20)
    assert served.returncode == 0


def _read(output: Path) -> str:
    try:
        return (output / "blog/2024/03/a/index.html").read_text(encoding="utf-8")
    except FileNotFoundError:
        return ""
