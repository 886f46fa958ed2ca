"""One case as one file that can be verified without us: see docs/dossier-format.md."""
