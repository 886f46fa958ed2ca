"""Each duty as actual against target."""
