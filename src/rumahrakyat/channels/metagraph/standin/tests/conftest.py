"""A demo on this machine, as the tests of all stand-ins have it."""

from rumahrakyat.channels.standins.tests.hands import demo

__all__ = ["demo"]
