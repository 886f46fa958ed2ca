"""What the channels of one provider share: WhatsApp, Facebook and Instagram all speak its Graph API.

Signed webhooks, the error format and careful calls are common to all three; the conversation parser, the renderer and
the stand-in to Facebook and Instagram.
"""
