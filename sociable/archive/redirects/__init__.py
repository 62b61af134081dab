"""Old addresses: where each leads now, and the rules that tell a web server so."""

from sociable.archive.redirects.old import Kind, Old, Table, collect

__all__ = ["Kind", "Old", "Table", "collect"]
