"""What every test may ask for: the real exports, found through SOCIABLE_LEGACY, and nothing from the network."""

from __future__ import annotations

import ipaddress
import os
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

# A machine that does other work too is no fault of the code: speed is measured in bench/.
settings.register_profile("sociable", deadline=None)
settings.load_profile("sociable")

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session", autouse=True)
def no_network() -> Iterator[None]:
    """Let no test connect to anything but this machine, or ask a name server for anything but its own names."""
    patch = pytest.MonkeyPatch()
    for name in ("connect", "connect_ex", "sendto"):
        patch.setattr(socket.socket, name, _kept_at_home(getattr(socket.socket, name)))
    patch.setattr(socket, "getaddrinfo", _asked_at_home(socket.getaddrinfo))
    yield
    patch.undo()


def _kept_at_home(function: Any) -> Any:
    def guarded(self: socket.socket, *args: Any) -> Any:
        if self.family in (socket.AF_INET, socket.AF_INET6):
            assert _is_here(args[-1][0]), f"a test reaches for the network: {args[-1]}"
        return function(self, *args)

    return guarded


def _asked_at_home(function: Any) -> Any:
    def guarded(host: Any, *args: Any, **options: Any) -> Any:
        assert _is_here(host), f"a test asks a name server: {host}"
        return function(host, *args, **options)

    return guarded


def _is_here(host: Any) -> bool:
    if host in (None, "", "localhost", "0.0.0.0", "::", socket.gethostname()):
        return True
    try:
        return ipaddress.ip_address(host.decode() if isinstance(host, bytes) else host).is_loopback
    except ValueError:
        return False


@pytest.fixture(scope="session")
def legacy() -> Path:
    """The folder of real exports; a test that needs it is skipped where SOCIABLE_LEGACY is not set."""
    return _shared("legacy")


@pytest.fixture(scope="session")
def hostile() -> Path:
    """The folder of hostile input beside the real exports."""
    return _shared("hostile")


@pytest.fixture(scope="session")
def tools() -> Path:
    """The folder of scoring tools beside the real exports."""
    return _shared("tools")


def _shared(name: str) -> Path:
    value = os.environ.get("SOCIABLE_LEGACY")
    if not value:
        pytest.skip("SOCIABLE_LEGACY is not set: no real exports to read")
    folder = Path(value).resolve().parent / name
    if not folder.is_dir():
        pytest.fail(f"SOCIABLE_LEGACY is set, but {folder} is no folder")
    return folder


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """In CI, name every test that was skipped: the machine could have run it."""
    skipped = terminalreporter.stats.get("skipped", ())
    if os.environ.get("CI") and skipped:
        terminalreporter.section("skipped in CI, which is a failure")
        for report in skipped:
            terminalreporter.line(f"{report.nodeid}: {report.longrepr}")


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """In CI, a skipped test fails the run."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if os.environ.get("CI") and reporter is not None and reporter.stats.get("skipped") and session.exitstatus == 0:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
