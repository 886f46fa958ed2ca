"""Every channel against every case where such systems are known to fail.

A case is a function of a `Bench`, which speaks through the channel's kit (`<channel>/kit.py`) as its provider would. A
case that cannot happen on a channel is named in the kit's `DOES_NOT_APPLY` with the reason; silence is not allowed.
"""
