"""Who is written to about training, when, in which words, and what came of it."""
