"""A demo on this machine: every stand-in, every adapter, and the pages over real HTTP."""

from rumahrakyat.channels.standins.tests.hands import demo

__all__ = ["demo"]
