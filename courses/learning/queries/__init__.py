"""What learners and the floors above read."""
