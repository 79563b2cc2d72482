"""The roster: a site's people from a file, shown before anything changes, applied as a job, undone as a whole."""
