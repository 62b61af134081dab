"""The sealed archive: its folder on disk."""
