"""Accommodations: set once on a person, in force in every timed quiz and on every lesson."""
