"""Invitations: how somebody whose account was made for them gets a password of their own."""
