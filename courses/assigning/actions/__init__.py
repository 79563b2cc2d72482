"""Making, changing and withdrawing assignments; reaching people who come later."""
