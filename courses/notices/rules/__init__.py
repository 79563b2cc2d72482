"""When letters about training are due, what may stand in them, and who can be reminded."""
