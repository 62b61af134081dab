"""Run all checks: lint, types and tests. Where nothing has changed since they last passed, say so and run nothing.

``--quick`` is what a commit needs: without the browser and what is marked slow. In CI everything runs always, and a
test that was skipped is a failure (see ``conftest``).
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PASSED = ROOT / ".cache" / "passed"
QUICK = ("-m", "not browser and not slow")


def commands(quick: bool) -> list[list[str]]:
    """What is run, in order; the first to fail ends it."""
    python = [sys.executable, "-m"]
    tests = [*python, "pytest", "-q", "-n", "2", "--dist", "worksteal", *(QUICK if quick else ())]
    return [[*python, "ruff", "check", "."], [*python, "ruff", "format", "--check", "."], [*python, "mypy"], tests]


def state(quick: bool) -> str:
    """A digest of all that could change the outcome: every file of the project, the tools, the real exports' place."""
    listed = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(listed, cwd=ROOT, check=True, capture_output=True).stdout.split(b"\0")
    digest = hashlib.sha256()
    for name in sorted(set(filter(None, names))):
        path = ROOT / os.fsdecode(name)
        digest.update(name + b"\0")
        digest.update(hashlib.sha256(path.read_bytes()).digest() if path.is_file() else b"gone")
    tools = [shutil.which(tool) for tool in ("chromium", "chromedriver", "java")]
    digest.update(repr((quick, sys.version, tools, os.environ.get("SOCIABLE_LEGACY"))).encode())
    return digest.hexdigest()


def main() -> int:
    """Return 0 if all passed, else what the first to fail returned."""
    quick = "--quick" in sys.argv[1:]
    before = state(quick)
    passed = PASSED.with_name(f"passed-{'quick' if quick else 'all'}")
    if not os.environ.get("CI") and passed.is_file() and passed.read_text() == before:
        print(f"Nothing has changed since all checks passed. To run them again, remove {passed.relative_to(ROOT)}.")
        return 0
    for command in commands(quick):
        code = subprocess.run(command, cwd=ROOT, check=False).returncode
        if code:
            return code
    if state(quick) == before:
        passed.parent.mkdir(exist_ok=True)
        passed.write_text(before)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
