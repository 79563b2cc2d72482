"""A demo academy: real PSP sites, invented people, and a history made by the real actions."""
