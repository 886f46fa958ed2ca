"""The quarterly register: reckoned from the record, frozen once, corrected only by an erratum."""
