"""Everything that changes an enrollment and what hangs on it; each function is one short transaction."""
