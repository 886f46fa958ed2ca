"""The demo's machinery, for the tests of the stand-in."""

from rumahrakyat.channels.standins.tests.hands import demo

__all__ = ["demo"]
