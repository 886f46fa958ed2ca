"""What people report, by topic and on the map."""
