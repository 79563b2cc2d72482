"""Resumable receipt of large files: the core of tus 1.0 with creation, termination and expiration."""
