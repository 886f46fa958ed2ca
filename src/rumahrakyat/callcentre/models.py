"""Telephone conversations of people: who calls, what came of it, who is called back."""
