"""What a case's page offers to and about those outside the administration."""
