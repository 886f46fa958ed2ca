"""Views that a reader keeps and shares."""
