"""Importing a roster: taking the file, planning, applying it as a job, setting it back."""
