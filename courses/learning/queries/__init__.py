"""What learners see: view structs, ready for a page or a program."""
