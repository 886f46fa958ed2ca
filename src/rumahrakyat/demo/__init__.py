"""A month of cases, played through the real operations, so that a new installation shows a living province."""
