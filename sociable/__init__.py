"""Sociable's library: legacy blogs into sealed Markdown archives. Knows neither Pelican nor a command line."""

__version__ = "0.1.0"
