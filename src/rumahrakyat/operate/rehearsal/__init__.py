"""Rehearsals: real texts played through the real front door of a running installation."""
