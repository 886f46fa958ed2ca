"""Numbers without persons for whoever analyses them: documented views, files of them, and a reader of their own."""
