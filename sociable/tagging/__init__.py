"""Which of the ten principles a post is about, and which organisations it belongs to: suggested, with reasons."""
