"""One case as one file."""
