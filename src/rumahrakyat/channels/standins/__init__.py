"""Offline stand-ins for the providers: in demo mode every channel can be tried by hand without an account.

A channel's own stand-in lives in `channels/<code>/standin/` and plays its provider; what all of them need (memory,
delivery, pages) is here.
"""
