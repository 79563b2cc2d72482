"""Roll calls: a pack led in a briefing room, answered on phones, attested by who led it, made up by who was absent."""
