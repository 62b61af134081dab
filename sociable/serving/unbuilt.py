"""The page that stands for a site of which no version could be built yet."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from sociable.errors import Problem

_DOCUMENT = """<!doctype html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>{title}</title>
<link rel="stylesheet" href="/.sociable/live.css">
</head>
<body>
<main class="unbuilt">
<h1>{title}</h1>
{words}
</main>
</body>
</html>
"""


def unbuilt(problems: Sequence[Problem] | None) -> bytes:
    """A page that says what stands in the way of a first version; ``None``: that is not known yet."""
    if problems is None:
        title, words = "The site is being built", "<p>It appears here by itself when it is ready.</p>"
    elif not problems:
        title, words = "There is no page here", "<p>The site was built, but has no page for what is not found.</p>"
    else:
        items = "\n".join(f"<li>{_said(problem)}</li>" for problem in problems)
        title = "The site could not be built"
        words = f"<p>It appears here by itself when this is mended and saved:</p>\n<ul>\n{items}\n</ul>"
    return _DOCUMENT.format(title=title, words=words).encode()


def _said(problem: Problem) -> str:
    where = f"<code>{escape(problem.where)}</code> " if problem.where else ""
    mend = f" <em>{escape(problem.mend)}</em>" if problem.mend else ""
    return f"{where}{escape(problem.what)}{'' if problem.what.endswith(('.', '?', '!')) else '.'}{mend}"
