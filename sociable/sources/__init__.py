"""Readers of what is left of a blog: each ``read(path)`` yields model values as it found them."""
