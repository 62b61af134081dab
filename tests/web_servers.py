"""Real web servers on this machine's loopback, each for one test: nginx and Apache with a configuration of ours."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pytest

MODULES = Path("/usr/lib/apache2/modules")
WAIT = 10
"""Seconds that a server has to answer for the first time."""


@dataclass(frozen=True)
class Answer:
    """What a server answered: its status and, of a redirect, the path (with fragment) that it leads to."""

    status: int
    location: str = ""


class _Still(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *args, **kwargs):
        return None


_OPENER = urllib.request.build_opener(_Still, urllib.request.ProxyHandler({}))


def ask(port: int, target: str, host: str = "localhost") -> Answer:
    """Ask the server on ``port`` for ``target``, not following where it leads."""
    request = urllib.request.Request(f"http://127.0.0.1:{port}{target}", headers={"Host": host})
    try:
        with _OPENER.open(request, timeout=WAIT) as response:
            return Answer(response.status)
    except urllib.error.HTTPError as error:
        error.close()
        parts = urlsplit(error.headers.get("Location", ""))
        where = parts.path + (f"#{parts.fragment}" if parts.fragment else "")
        return Answer(error.code, where if error.headers.get("Location") else "")


@contextmanager
def nginx(folder: Path, rules: str) -> Iterator[int]:
    """Run nginx with ``rules`` in its http block; yield its port."""
    program = _needed("nginx")
    port = _free()
    (folder / "rules.conf").write_text(rules.replace("listen 80;", f"listen 127.0.0.1:{port};"), encoding="utf-8")
    (folder / "nginx.conf").write_text(
        f"pid {folder}/nginx.pid;\nerror_log {folder}/error.log;\ndaemon off;\nmaster_process off;\n"
        f"events {{ }}\nhttp {{\n  access_log off;\n  server_tokens off;\n"
        + "".join(
            f"  {kind}_temp_path {folder}/{kind};\n" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        )
        + f"  include {folder}/rules.conf;\n}}\n",
        encoding="utf-8",
    )
    yield from _running([program, "-p", str(folder), "-e", f"{folder}/error.log", "-c", f"{folder}/nginx.conf"], port)


@contextmanager
def apache(rules: Callable[[str], str], mapped: str) -> Iterator[int]:
    """Run Apache with the map ``mapped`` and the ``rules`` that are made for its place; yield its port.

    Its children run as another user where this one is root, so its folder is one that everybody may read.
    """
    with tempfile.TemporaryDirectory(prefix="sociable-apache-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        (folder / "old.map").write_text(mapped, encoding="utf-8")
        yield from _apache(folder, rules(f"{folder}/old.map"))


def _apache(folder: Path, rules: str) -> Iterator[int]:
    program = _needed("apache2")
    port = _free()
    (folder / "rules.conf").write_text(rules.replace("*:80>", f"127.0.0.1:{port}>"), encoding="utf-8")
    loaded = "".join(
        f"LoadModule {name}_module {MODULES}/mod_{name}.so\n"
        for name in ("mpm_event", "rewrite", "authz_core", "dir", "alias")
        if (MODULES / f"mod_{name}.so").is_file()
    )
    account = "User www-data\nGroup www-data\n" if os.geteuid() == 0 else ""
    (folder / "apache.conf").write_text(
        f'ServerRoot "{folder}"\nServerName localhost\nListen 127.0.0.1:{port}\nPidFile {folder}/apache.pid\n'
        f"ErrorLog {folder}/error.log\nDefaultRuntimeDir {folder}\n{loaded}{account}"
        f"Include {folder}/rules.conf\n",
        encoding="utf-8",
    )
    yield from _running([program, "-D", "FOREGROUND", "-f", f"{folder}/apache.conf"], port)


def _running(command: list[str], port: int) -> Iterator[int]:
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    try:
        _await(process, port)
        yield port
    finally:
        process.terminate()
        process.communicate(timeout=WAIT)


def _await(process: subprocess.Popen[bytes], port: int) -> None:
    end = time.monotonic() + WAIT
    while time.monotonic() < end:
        if process.poll() is not None:
            assert process.stderr is not None
            pytest.fail(f"the server did not start: {process.stderr.read().decode(errors='replace')}")
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.02)
    pytest.fail("the server did not answer")


def _needed(program: str) -> str:
    found = shutil.which(program) or shutil.which(program, path="/usr/sbin")
    if not found and os.environ.get("CI"):
        pytest.fail(f"{program} is not installed")
    return found or pytest.skip(f"{program} is not installed")


def _free() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
