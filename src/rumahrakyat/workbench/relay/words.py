"""The sentences that the scripts of the offline apps say, in the reader's language. {fields} are filled there."""

from django.utils.translation import gettext as _


def shared_words() -> dict[str, str]:
    return {
        "connected": _("Connected."),
        "offline": _("No signal. Everything stays on this phone."),
        "sending": _("Sending."),
        "asking": _("Asking for the newest."),
        "signin": _("Your session has ended. Nothing is lost; sign in and it is sent."),
        "enter": _("Sign in"),
        "ended": _("Your account no longer has this task. What you wrote stays here."),
        "waiting": _("{n} waiting to be sent."),
        "nothing": _("Nothing waits."),
        "locating": _("Looking for the place"),
        "located": _("Place noted, exact to {n} metres."),
        "nowhere": _("No place could be found. Write it in words."),
        "shrinking": _("Making the photo small"),
        "kept": _("Photo kept, {n} kB."),
        "twice": _("This photo is here already."),
        "broken": _("This photo cannot be opened. Take it again."),
        "photo": _("Photo {n}"),
        "leaveout": _("Leave out"),
        "dropphoto": _("Leave that photo out"),
        "refused": _("This was not taken. Look at it again."),
        "other": _("Written under another account: sign in with that one to send it."),
        "wrong": _("Must be corrected"),
        "sent": _("Sent"),
        "waits": _("Waits for a signal"),
        "photosleft": _("Arrived, {n} photos to go"),
        "change": _("Change"),
        "remove": _("Delete"),
        "sure": _("Delete this from the phone? It was not sent."),
        "saved": _("Kept on this phone: {name}"),
    }


def village_words() -> dict[str, str]:
    return {
        "unnamed": _("Without a name"),
        "until": _("To be answered before {when}"),
        "left": _("{n} signs left"),
        "noname": _("Write the villager's name, or choose without a name"),
        "notext": _("Write what happened. One sentence is enough"),
        "toolong": _("The story is too long: at most 10,000 signs. Make two reports of it"),
        "notread": _("Read the report back to the villager first, then tick this"),
        "told": _("Told"),
        "untold": _("Not told yet"),
        "tick": _("I told it"),
        "readout": _("Read out"),
        "print": _("Print"),
        "direct": _("Is told by SMS, too"),
        "answer": _("Send the answer"),
        "add": _("Add to the case"),
        "objection": _("Object: it is not solved"),
        "solved": _("The villager says it is solved"),
        "asked": _("Answer the question"),
        "speak": _("The villager wants to say something"),
        "says": _("What the villager says"),
    }


def field_words() -> dict[str, str]:
    return {
        "found": _("Found and done"),
        "more": _("Needs more"),
        "notfound": _("Not found"),
        "notours": _("Not ours"),
        "noresult": _("Choose what the result is"),
        "notext": _("Write what you found. One sentence is enough"),
        "noplaces": _("No place for you today"),
        "due": _("Due {when}"),
        "go": _("Show the way"),
        "map": _("On the map"),
        "open": _("Write down what you found"),
        "before": _("Before"),
        "after": _("After"),
        "before_or_after": _("Before or after"),
        "signed": _("Signed"),
        "far": _("about {n} km on"),
        "called": _("It is about: {title}"),
    }
