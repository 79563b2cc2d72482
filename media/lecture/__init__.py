"""Lectures the academy narrates itself: a deck of slides with notes becomes a film with exact captions."""
