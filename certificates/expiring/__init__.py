"""Writing to people before their certificates end."""
