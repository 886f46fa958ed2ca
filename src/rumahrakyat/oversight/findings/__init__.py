"""Findings and recommendations from outside the administration, and cases handed to the Ombudsman."""
