"""What every test may ask for: the real exports, found through SOCIABLE_LEGACY, and nothing from the network."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import settings

# A machine that does other work too is no fault of the code: speed is measured in bench/.
settings.register_profile("sociable", deadline=None)
settings.load_profile("sociable")

ROOT = Path(__file__).resolve().parent.parent


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
