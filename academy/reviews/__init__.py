"""The yearly review of accounts: somebody looks at everybody who can still get in, and signs that they did."""
