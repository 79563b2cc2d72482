"""What authors and reviewers look at."""
