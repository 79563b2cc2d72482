"""State credit: what a state asks of its officers, how far they are, and what was reported of it."""
