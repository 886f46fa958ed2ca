"""Proof that the record was not altered: daily seals, dossiers, and who read what."""
