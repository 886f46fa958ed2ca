"""The program that verifies what we hand out. It imports nothing of ours and needs nothing but Python."""
