"""Models that are trained on the installation's own cases, kept, tried in the shadow, put to work and taken back."""
