"""Resumable receipt of large files: tus 1.0 with creation, first pieces, checksums, termination and expiration."""
