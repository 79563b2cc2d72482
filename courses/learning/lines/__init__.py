"""Kept lines: what everybody at a site takes, counted once and read often.

Triggers mark a person in the very transaction that changes what they take or where they belong; whoever reads the lines
first settles the marks. What only time decides (overdue, due soon) is never kept.
"""
