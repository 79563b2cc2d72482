"""All sites side by side, in numbers and without names: for the program office, and liaisons for their sites."""
