"""A demo on this machine: every stand-in, every adapter, and the pages over real HTTP; and a provider to play with."""

from rumahrakyat.channels.standins.tests.hands import demo
from rumahrakyat.channels.standins.tests.playground import playground

__all__ = ["demo", "playground"]
