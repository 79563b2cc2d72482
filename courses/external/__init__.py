"""Training taken elsewhere: an officer enters it with evidence, the coordinator of the site approves or returns it."""
