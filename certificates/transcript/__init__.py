"""An officer's verified transcript: every course taken here, what it counts and what is not known, as one paper."""
