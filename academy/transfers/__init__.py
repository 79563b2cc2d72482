"""Officers who move between agencies: one action for both ends, and who may read what came before it."""
