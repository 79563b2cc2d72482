"""The digest of discrepancies: credit that does not fit the time, for a person to look at. It never punishes."""
