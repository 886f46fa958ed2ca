"""Writing to citizens: templates, hints, what a channel makes of the words, approval."""
