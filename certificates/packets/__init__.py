"""What a site sends to its state so that a course is approved: one ZIP for a course, without a question or a key."""
