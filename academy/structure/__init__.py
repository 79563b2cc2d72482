"""A site's people and where they belong: agencies, units, members, supervisors; changed by its coordinator."""
