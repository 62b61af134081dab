"""The least that any site generator must do: read every file of a content folder, write as many bytes in as many files.

    python -I floor.py CONTENT OUTPUT TARGET

OUTPUT is a site that was built; of it only the names and sizes of files count. TARGET must not be there.
"""

from __future__ import annotations

import os
import sys


def main() -> int:
    """Read CONTENT, write TARGET; print how many bytes and files that were."""
    content, output, target = sys.argv[1:]
    read = 0
    for here, _, names in os.walk(content):
        for name in names:
            with open(os.path.join(here, name), "rb") as file:  # noqa: PTH118, PTH123 - the floor takes no detours
                read += len(file.read())
    written = count = 0
    filling = memoryview(bytes(1 << 24))
    for here, _, names in os.walk(output):
        there = target + here[len(output) :]
        os.makedirs(there)  # noqa: PTH103
        for name in names:
            size = os.stat(os.path.join(here, name)).st_size  # noqa: PTH116, PTH118
            with open(os.path.join(there, name), "wb") as file:  # noqa: PTH118, PTH123
                file.write(filling[:size])
            written += size
            count += 1
    print(f"{read} {written} {count}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
