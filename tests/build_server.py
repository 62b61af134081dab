"""Builds sites on demand, each in a process of its own that is forked from one in which everything is imported.

A build by the command costs most of a second before it begins. Here nothing is shared either, and a build can be
ended at a moment of its own, or held there: every file that Python opens, makes, renames or removes is one (it tells
them to an audit hook). Requests and answers are lines of JSON; ``rebuilding`` writes and reads them.
"""

from __future__ import annotations

import gc
import hashlib
import inspect
import json
import mmap
import os
import random
import resource
import signal
import struct
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pelican
from jinja2 import Environment, FileSystemBytecodeCache

import pelicanconf  # noqa: F401 - every plugin, and what they import

TOUCHING = frozenset(
    {"os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.link", "os.truncate", "shutil.copyfile", "ctypes.dlsym"}
)
"""What changes a disk, or (``ctypes.dlsym``) is about to exchange two folders."""
COUNTER = struct.Struct("q")


def touches(event: str, arguments: tuple[Any, ...]) -> bool:
    """Whether this is a moment: something is about to be written."""
    if event == "open":
        return bool(arguments[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT)) and arguments[0] != os.devnull
    return event in TOUCHING


def at_moment(last: int, act: Callable[[], None]) -> mmap.mmap:
    """Call ``act`` at the moment ``last`` of this process and its children together; the count is in what returns."""
    counted = mmap.mmap(-1, COUNTER.size)

    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        if touches(event, arguments):
            [before] = COUNTER.unpack_from(counted)
            COUNTER.pack_into(counted, 0, before + 1)
            if before + 1 == last:
                act()

    sys.addaudithook(hook)
    return counted


def keep_compiled(folder: Path) -> None:
    """Let all builds share compiled templates, by their text and how they are compiled: a third of a small build."""
    made = Environment.__init__

    def make(self: Environment, *arguments: Any, **options: Any) -> None:
        made(self, *arguments, **options)
        if self.bytecode_cache is None:
            how = repr((self.autoescape, self.trim_blocks, self.lstrip_blocks, sorted(self.extensions)))
            compiler = Path(inspect.getfile(type(self))).read_bytes()
            place = folder / hashlib.sha256(how.encode() + compiler).hexdigest()
            place.mkdir(exist_ok=True)
            self.bytecode_cache = FileSystemBytecodeCache(str(place))

    Environment.__init__ = make  # type: ignore[method-assign]


def kill_all() -> None:
    """End this process and its children, as a lost connection or an impatient person does."""
    os.killpg(os.getpgrp(), signal.SIGKILL)


def build(request: dict[str, Any]) -> int:
    """Build as the request says; the exit code. Runs in a process of its own."""
    os.setsid()
    os.chdir(request["folder"])
    log = os.open(request["log"], os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644)
    os.dup2(log, 1)
    os.dup2(log, 2)
    random.seed(request.get("seed"))
    if "largest" in request:
        signal.signal(signal.SIGXFSZ, signal.SIG_DFL if request.get("torn") else signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (request["largest"], request["largest"]))
    if "hold" in request:
        counted = at_moment(request["moment"], lambda: Path(request["hold"]).read_bytes() and None)
    elif "count" in request:
        counted = at_moment(0, kill_all)
    elif "moment" in request:
        at_moment(request["moment"], kill_all)
    elif "seconds" in request:
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        signal.setitimer(signal.ITIMER_REAL, request["seconds"])
    try:
        pelican.main(request["arguments"])
        code = 0
    except SystemExit as ended:
        code = ended.code if isinstance(ended.code, int) else int(bool(ended.code))
    if "hold" in request and COUNTER.unpack_from(counted)[0] < request["moment"]:
        Path(request["hold"]).read_bytes()  # it had fewer moments, and who holds it waits for it all the same
    if "count" in request:
        Path(request["count"]).write_text(str(COUNTER.unpack_from(counted)[0]))
    return code


def answer(request: dict[str, Any]) -> dict[str, Any]:
    """Build in a child and wait for it."""
    started = time.monotonic()
    child = os.fork()
    if not child:
        code = 70
        try:
            code = build(request)
            sys.stdout.flush()
            sys.stderr.flush()
        finally:
            os._exit(code)
    _, status = os.waitpid(child, 0)
    return {"code": os.waitstatus_to_exitcode(status), "seconds": time.monotonic() - started}


def main() -> None:
    """Answer until nobody asks any more; compiled templates are kept in the folder that is named."""
    keep_compiled(Path(sys.argv[1]))
    gc.freeze()
    for line in sys.stdin:
        print(json.dumps(answer(json.loads(line))), flush=True)


if __name__ == "__main__":
    main()
