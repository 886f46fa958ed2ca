"""One published fingerprint of the whole record for every day, each tied to the one before."""
