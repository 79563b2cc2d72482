"""Pure decisions about recordings: no clock, no files, no processes."""
