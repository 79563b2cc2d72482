"""What the columns of a roster mean, what its rows would do, and the life of an import."""
