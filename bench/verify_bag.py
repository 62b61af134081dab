"""Measure the check of a sealed archive beside the least that anybody must do: `sha512sum --check` over its manifest.

    python -m bench.verify_bag [FILES]

Makes a bag of FILES small files and some large ones, then runs in turn, each in a process of its own and each
three times, of which the best counts: sha512sum, the full check, and the quick one of a local build. Prints ratios;
seconds are for information only. Needs sha512sum (GNU coreutils).
"""

from __future__ import annotations

import random
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from sociable.archive import seal
from sociable.archive.bag import Sum
from sociable.model import About

ROOT = Path(__file__).resolve().parent.parent
CHECK = "import sys; from pathlib import Path; from sociable.archive import verifying\n"
CHECK += "done = verifying.{}(Path(sys.argv[1]), state=Path(sys.argv[2]))\n"
CHECK += "sys.exit(bool(done.differences) or done.read not in ({},))"
RUNS = 3
LARGE = 1 << 22


def lay(folder: Path, files: int) -> None:
    """Seal a bag of ``files`` files of some 4 KB and one of 4 MB for every thousand."""
    chance = random.Random(1)  # noqa: S311 - a corpus, no secret
    payload = {}
    for number in range(files):
        data = chance.randbytes(LARGE if number % 1000 == 0 else chance.randrange(500, 8000))
        path = folder / "bag" / "data" / f"{number // 500:03}" / f"{number}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        payload[path.relative_to(folder / "bag").as_posix()] = Sum.of(data)
    for name, data in seal.files(payload, About("Measured"), folder.name).items():
        (folder / name).write_bytes(data)


def best(*command: str, cwd: Path = ROOT) -> float:
    """The seconds that the fastest of a few runs took."""
    found = []
    for _ in range(RUNS):
        start = time.perf_counter()
        subprocess.run(command, check=True, cwd=cwd, stdout=subprocess.DEVNULL)
        found.append(time.perf_counter() - start)
    return min(found)


def main() -> int:
    """Print the figures."""
    files = int(sys.argv[1]) if len(sys.argv) > 1 else 50_000
    tool = shutil.which("sha512sum")
    if tool is None:
        print("sha512sum is not there: nothing to compare with", file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory() as name:
        folder, state = Path(name) / "measured", str(Path(name) / "state.json")
        lay(folder, files)
        time.sleep(3)  # marks of files that were written a moment ago are not kept
        floor = best(tool, "--check", "--quiet", "manifest-sha512.txt", cwd=folder / "bag")
        full = best(sys.executable, "-c", CHECK.format("full", files), str(folder), state)
        quick = best(sys.executable, "-c", CHECK.format("quick", 0), str(folder), state)
    print(f"sha512sum {floor:6.2f} s   full {full:6.2f} s   quick {quick:6.2f} s   {files:,d} files")
    print(f"full check beside sha512sum: {full / floor:.2f} x; quick check: {quick / floor:.2f} x")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
