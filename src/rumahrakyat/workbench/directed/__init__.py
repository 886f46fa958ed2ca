"""What those who watch asked of a body and said to it, where its people work."""
