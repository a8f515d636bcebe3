"""The encoder's files, and what made them."""
