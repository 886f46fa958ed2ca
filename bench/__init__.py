"""Measurements of the whole product, and rehearsals of its breakdowns: `make bench`."""
