"""A text as stored becomes Markdown, with the proof that the Markdown says the same."""
