"""What is printed from a course and led in person: lesson plans, take-away cards, packs for roll call."""
