#!/usr/bin/env python3
"""Add a reply that somebody sent by e-mail to a conversation of the shared blog.

The writer must have agreed to be published under the name given (--consent). Their address is never written.

example:
  python scripts/add_comment.py content/blog/2026-07-09-what-the-archive-promises.md \\
    --author "A resident" --reply-to 1 --date 2026-11-22T10:00 --consent reply.txt
"""

from __future__ import annotations

import argparse
import json
import sys
from datetime import UTC, datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from sociable.contentfile.dates import LONDON, BadValue, read_moment
from sociable.errors import SociableError
from sociable.importing.reply import Reply, add, conversation_of


def moment(written: str) -> datetime:
    """Read a date and time as people write it."""
    try:
        return read_moment(written)
    except BadValue as error:
        raise argparse.ArgumentTypeError(f"{error.what}. {error.mend}") from error


def arguments() -> argparse.ArgumentParser:
    """What the command takes."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("post", type=Path, help="the post's file")
    parser.add_argument("file", nargs="?", default="-", help="the reply in Markdown; - is standard input")
    parser.add_argument("--author", required=True, help="the name under which the writer agreed to be published")
    parser.add_argument("--reply-to", type=int, metavar="N", help="the number of the comment it answers")
    parser.add_argument("--date", type=moment, help="when it was written, such as 2026-11-22T10:00; else now")
    parser.add_argument("--url", default="", help="the writer's own web address")
    parser.add_argument("--consent", action="store_true", help="the writer agreed to be published under this name")
    parser.add_argument("--keep-address", action="store_true", help="an e-mail address in the text is meant")
    parser.add_argument("--json", action="store_true", help="print the result as JSON")
    return parser


def main(argv: list[str] | None = None) -> int:
    """Add the reply; return 0, or 2 with everything that speaks against it."""
    given = arguments().parse_intermixed_args(argv)
    try:
        body = sys.stdin.read() if given.file == "-" else Path(given.file).read_text(encoding="utf-8")
        now = datetime.now(UTC).astimezone(LONDON).replace(microsecond=0)
        reply = Reply(
            author=given.author,
            body=body,
            date=given.date or now,
            parent=given.reply_to,
            url=given.url,
            has_consent=given.consent,
            keeps_address=given.keep_address,
        )
        comment = add(given.post, reply)
    except (SociableError, OSError, UnicodeDecodeError) as error:
        print(error, file=sys.stderr)
        return 2
    file = conversation_of(given.post).as_posix()
    print(json.dumps({"file": file, "id": comment.id}) if given.json else f"{file}: comment {comment.id}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
