"""The error codes of sending messages and comments on Facebook and Instagram, as far as the manual and the makers of
other programs tell; what is not here is permanent, and a person gets a task."""

from datetime import timedelta

from rumahrakyat.channels.metagraph.errors import Codes

_WINDOW = frozenset({2018278, 2018065, 2534022})
_CANNOT_BE_REACHED = frozenset({551, 1545041, 2018001, 2018108, 2534014, 2534001})
_ALREADY_ANSWERED = frozenset({10900, 2534025})
_SENTENCES = {
    10: "a permission is missing",
    100: "the provider does not understand the message",
    190: "the access token is no longer valid",
    200: "a permission is missing",
    368: "the provider has blocked our account for a while",
    551: "the person cannot be reached",
    10900: "the comment has had its one private answer",
    1545041: "the person cannot be reached",
    2018001: "no such person",
    2018065: "the reply window is closed",
    2018108: "the person does not take messages",
    2018278: "the reply window is closed",
    2534001: "the person has put the conversation away",
    2534014: "no such person",
    2534022: "the reply window is closed",
    2534025: "the comment has had its one private answer",
}


def codes(product: str) -> Codes:
    return Codes(
        product,
        window_closed=_WINDOW,
        token_dead=frozenset({3, 10, 102, 190, 200, 368}),
        throttled={
            4: timedelta(minutes=5),  # the app's own call limit
            17: timedelta(minutes=5),  # the account's call limit
            32: timedelta(minutes=5),  # the page's call limit
            613: timedelta(minutes=1),  # calls of this kind
            80001: timedelta(minutes=5),  # the page, counted by business use
            80002: timedelta(minutes=5),  # the professional account, counted by business use
            80006: timedelta(minutes=5),  # Messenger, counted by business use
            2534013: timedelta(minutes=30),  # private answers to comments
        },
        # 2018300: another program has the conversation just now (handover).
        passing=frozenset({1, 2, 1200, 1545133, 2018300}),
        permanent=_CANNOT_BE_REACHED | _ALREADY_ANSWERED,
        sentences=_SENTENCES,
    )
