"""The Ombudsman and the inspectorate: findings, recommendations, who read what."""
