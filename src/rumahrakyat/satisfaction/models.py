"""What citizens say of the service afterwards, and the index made of it."""
