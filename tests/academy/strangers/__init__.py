"""Auditors of the record log that share no line with it."""
