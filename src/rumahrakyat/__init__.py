"""Rumah Rakyat: a public-complaint platform with a 1x24-hour duty to answer."""
