"""What decides how far a learner is: pure functions without clock, database or chance of their own."""
