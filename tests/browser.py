"""What tests need that look at pages as a reader does: a Chromium, a web server for a folder, and two checkers.

Fixtures, for modules that say ``pytest_plugins = ["tests.browser"]``:

- ``serve(folder) -> address``: a server on 127.0.0.1 that ends with the tests;
- ``browser``: a :class:`Browser`, one for all tests of a run;
- ``check_html(addresses) -> messages``: the Nu Html Checker (needs Java).

axe-core and the checker are pinned in ``tests/checkers/package-lock.json`` and installed by
``npm ci --prefix tests/checkers --ignore-scripts``. Where one of these is not to be had the test is skipped; in CI it
fails.
"""

from __future__ import annotations

import base64
import json
import os
import shutil
import subprocess
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, NoReturn

import pytest
from selenium import webdriver
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.keys import Keys

CHECKERS = Path(__file__).resolve().parent / "checkers" / "node_modules"
AXE = CHECKERS / "axe-core" / "axe.min.js"
VNU = CHECKERS / "vnu-jar" / "build" / "dist" / "vnu.jar"
INSTALL = "npm ci --prefix tests/checkers --ignore-scripts"

# https://github.com/dequelabs/axe-core/blob/develop/doc/API.md#axe-core-tags: WCAG 2.2 AA and what is good practice.
AXE_TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
CHROMIUM = (
    "--headless",
    "--no-sandbox",  # root, as in a container, has no other way
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
)
HEIGHT = 900

_FOCUSED = """
const element = document.activeElement, style = getComputedStyle(element), box = element.getBoundingClientRect();
return {
  tag: element.localName, id: element.id, classes: element.className, words: element.textContent.trim(),
  outline: style.outlineStyle === "none" ? 0 : parseFloat(style.outlineWidth),
  seen: box.width > 0 && box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
};
"""
_AUDIT = """
const done = arguments[arguments.length - 1];
axe.run(document, {runOnly: {type: "tag", values: arguments[0]}, resultTypes: ["violations"]})
  .then(result => done(result.violations), error => done([{id: "axe-failed", help: String(error), nodes: []}]));
"""


@dataclass(frozen=True)
class Violation:
    """What axe-core found wrong: its rule, why, and the elements concerned."""

    rule: str
    help: str
    elements: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.rule}: {self.help}\n" + "\n".join(f"    {element}" for element in self.elements)


@dataclass(frozen=True)
class Focus:
    """The element that has the keyboard's focus: ``outline`` in px, ``seen`` if it is within the window."""

    tag: str
    id: str
    classes: str
    words: str
    outline: float
    seen: bool


class Browser:
    """A Chromium. Pages are opened at a width (px), in a light or dark scheme; ``media`` may be ``print``."""

    def __init__(self, driver: webdriver.Chrome) -> None:
        self.driver = driver

    def open(
        self, address: str, *, width: int = 1280, dark: bool = False, forced: bool = False, media: str = "screen"
    ) -> None:
        """Open a page, with what was logged of the page before forgotten."""
        features = {
            "prefers-color-scheme": "dark" if dark else "light",
            "forced-colors": "active" if forced else "none",
            "prefers-reduced-motion": "reduce",
        }
        emulated = [{"name": name, "value": value} for name, value in features.items()]
        screen = {"width": width, "height": HEIGHT, "deviceScaleFactor": 1, "mobile": False}
        self._cdp("Emulation.setDeviceMetricsOverride", screen)
        self._cdp("Emulation.setEmulatedMedia", {"media": media, "features": emulated})
        self.driver.get("about:blank")
        self.driver.get_log("performance")
        self.driver.get_log("browser")
        self.driver.get(address)

    def audit(self, address: str, *, width: int = 1280, dark: bool = False) -> list[Violation]:
        """Return what axe-core finds wrong on a page."""
        self.open(address, width=width, dark=dark)
        return self.audit_open_page()

    def audit_open_page(self) -> list[Violation]:
        """Return what axe-core finds wrong on the page as it is now."""
        if not AXE.is_file():
            absent(f"axe-core is not installed: {INSTALL}")
        self.driver.execute_script(AXE.read_text(encoding="utf-8"))
        found = self.driver.execute_async_script(_AUDIT, AXE_TAGS)
        return [Violation(one["id"], one["help"], tuple(node["html"][:200] for node in one["nodes"])) for one in found]

    def requests(self) -> list[str]:
        """The addresses asked for since the page was opened, also those that were refused."""
        events = [json.loads(entry["message"])["message"] for entry in self.driver.get_log("performance")]
        return [event["params"]["request"]["url"] for event in events if event["method"] == "Network.requestWillBeSent"]

    def complaints(self) -> list[str]:
        """What the browser's console says since the page was opened: files not found, policies not kept."""
        return [entry["message"] for entry in self.driver.get_log("browser")]

    def cut_off(self) -> None:
        """Take the network away, as from a computer that has none."""
        self._cdp("Network.enable", {})
        offline = {"offline": True, "latency": 0, "downloadThroughput": 0, "uploadThroughput": 0}
        self._cdp("Network.emulateNetworkConditions", offline)

    def reconnect(self) -> None:
        """Give the network back."""
        online = {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1}
        self._cdp("Network.emulateNetworkConditions", online)

    def ask(self, script: str) -> Any:
        """Run a script in the page and return what it returns."""
        return self.driver.execute_script(script)

    def tab(self) -> Focus:
        """Press the tabulator and return what has the focus then."""
        ActionChains(self.driver).send_keys(Keys.TAB).perform()
        return Focus(**self.ask(_FOCUSED))

    def press(self, key: str) -> None:
        """Press a key where the focus is."""
        ActionChains(self.driver).send_keys(key).perform()

    def screenshot(self, address: str, path: Path, *, width: int = 1280, dark: bool = False) -> None:
        """Write a PNG of the whole page."""
        self.open(address, width=width, dark=dark)
        height = self._cdp("Page.getLayoutMetrics", {})["cssContentSize"]["height"]
        clip = {"x": 0, "y": 0, "width": width, "height": height, "scale": 1}
        shot = self._cdp("Page.captureScreenshot", {"captureBeyondViewport": True, "clip": clip})
        path.write_bytes(base64.b64decode(shot["data"]))

    def _cdp(self, command: str, values: dict[str, Any]) -> Any:
        return self.driver.execute_cdp_cmd(command, values)


def absent(what: str) -> NoReturn:
    """Skip the test for want of ``what``; in CI, fail."""
    if os.environ.get("CI"):
        pytest.fail(what)
    pytest.skip(what)


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    """Serve ``folder`` on a free port of 127.0.0.1 for as long as the context lasts; yield the address."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder))) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()


@pytest.fixture(scope="session")
def serve() -> Iterator[Callable[[Path], str]]:
    """A function that serves a folder until the tests end, and returns its address without a last slash."""
    with ExitStack() as stack:
        yield lambda folder: stack.enter_context(serving(folder))


@pytest.fixture(scope="session")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """One Chromium for all tests of a run, with a profile of its own."""
    chromium, chromedriver = (shutil.which(name, path=_PATH) for name in ("chromium", "chromedriver"))
    if not chromium or not chromedriver:
        absent("no Chromium: install chromium and its chromedriver (Debian: apt install chromium chromium-driver)")
    options = webdriver.ChromeOptions()
    options.binary_location = chromium
    options.set_capability("goog:loggingPrefs", {"performance": "ALL", "browser": "ALL"})
    for flag in (*CHROMIUM, f"--user-data-dir={tmp_path_factory.mktemp('chromium')}"):
        options.add_argument(flag)
    driver = webdriver.Chrome(options=options, service=Service(chromedriver))
    try:
        driver.set_script_timeout(120)
        yield Browser(driver)
    finally:
        driver.quit()


_PATH = os.pathsep.join((os.environ.get("PATH", ""), "/usr/bin"))


@pytest.fixture(scope="session")
def check_html() -> Callable[[Sequence[str]], list[str]]:
    """A function that returns all that the Nu Html Checker says of the pages at some addresses of this machine."""
    java = shutil.which("java", path=_PATH)
    if not java:
        absent("no Java: the Nu Html Checker needs one (Debian: apt install default-jre-headless)")
    if not VNU.is_file():
        absent(f"the Nu Html Checker is not installed: {INSTALL}")

    def check(addresses: Sequence[str]) -> list[str]:
        local = "-Dnu.validator.servlet.allow-forbidden-hosts=true"  # else it asks no server on 127.0.0.1
        command = [java, local, "-jar", str(VNU), "--exit-zero-always", "--format", "json", *addresses]
        said = subprocess.run(command, capture_output=True, text=True, check=True).stderr
        return [_message(one) for one in json.loads(said)["messages"]]

    return check


def _message(one: dict[str, Any]) -> str:
    return f"{one['url']}:{one.get('lastLine', 0)}: {one['type']}: {one['message']}"
