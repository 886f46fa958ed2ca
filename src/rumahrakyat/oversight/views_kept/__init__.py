"""Views that people keep under a name and share by link."""
