"""What the numbers of a site mean, and which of them must not be shown."""
