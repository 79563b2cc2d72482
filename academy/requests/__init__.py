"""People who come one by one: they ask for access, or a coordinator adds them; matched as the roster does."""
