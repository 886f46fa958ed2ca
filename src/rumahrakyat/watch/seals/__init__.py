"""The daily seals for those who watch."""
