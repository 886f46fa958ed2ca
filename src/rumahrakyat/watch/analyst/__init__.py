"""Numbers without persons for analysts."""
