"""Pure text to text: what WordPress stored, what it showed, and the Markdown that says the same."""
