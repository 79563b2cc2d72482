"""What letters about training are made of, and what came of them."""
