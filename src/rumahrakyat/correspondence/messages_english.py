"""What citizens who write English are told. Data, like `messages.TEXTS`; a name that is missing here is said in
Indonesian. What an agency wrote stands as it was written.
"""

from typing import Final

from rumahrakyat.correspondence import messages_after as after

TEXTS: Final[dict[str, str]] = {
    "greeting": (
        "Welcome to Rumah Rakyat, the complaint service of the Province. Free, no account needed.\n\n"
        "What happened? Tell us in your own words. You may send photos, a voice message or a location too.\n\n"
        "If somebody's life is in danger, call 112 first."
    ),
    "what_happened": "What happened? Tell us in your own words.",
    "what_happened_there": "Thank you, we have kept it. What happened there? Tell us in your own words.",
    "in_words": "We cannot read messages of symbols alone yet. Please tell us in words what happened.",
    "tell_more": "Please tell us a little more: what happened, and since when?",
    "where": (
        "Where exactly? Send a location, or write the street or a landmark, the village, the district and the regency. "
        "If you do not know, reply: SKIP"
    ),
    "where_again": "All right. Write the street or a landmark, village, district and regency, or send a location.",
    "which_place": "There are {count} places of that name. Which one?",
    "photo": "Is there a photo? Send it now. If not, reply: SKIP",
    "check": (
        "Is this right?\n\n“{text}”\n\nPlace: {place}\nPhotos or files: {photos}\n\nReply SEND, CHANGE, or CANCEL."
    ),
    "cancelled": "All right, nothing was sent. Whenever you need us, just write here.",
    "welcome": "You are welcome. If there is anything else, just write here.",
    "help": (
        "How it works:\n• Write your complaint, we will ask for the place.\n• STATUS and the number of your "
        "report, for "
        "example STATUS RR-482-135, to see how it stands.\n• REPLY, the number and your words, to add something.\n"
        "• OBJECTION when it is called solved and is not.\n"
        "• JOIN, the number and the secret code, when you once reported by another way.\n"
        "• BAHASA INDONESIA or BASA JAWA to change the language.\n"
        "• STOP to receive no more messages.\n\nEmergency: 112."
    ),
    "stopped": "All right, we will send no more messages. Your reports go on. Send any message to start again.",
    "unreadable": (
        "Sorry, we cannot read this kind of message yet. Please send words, a photo, a voice message or a location."
    ),
    "which_number": "Which report? For example: STATUS RR-482-135. The number is on the receipt.",
    "which_case": (
        "Does this belong to report {number} (“{title}”), or is it a new report?\n\nReply 1 to add it, 2 for new."
    ),
    "which_of_cases": "Which report is this about?\n\n{cases}",
    "wrong_number": (
        "That number is not quite right. Write it as on the receipt, for example: REPLY RR-482-135 still dark"
    ),
    "reply_how": (
        "To add something, write REPLY, the number of the report, and your words. Example: REPLY RR-482-135 still dark"
    ),
    "join_how": (
        "To join a report that you sent by another way, write JOIN, its number, and the secret code of 16 digits from "
        "the receipt. Example: JOIN RR-482-135 1234 5678 9012 3456"
    ),
    "joined": "Report {number} is now joined to this contact. News comes here too, and your replies go to that report.",
    "join_failed": "The number or the secret code does not fit. Please look at your receipt again.",
    "join_anonymous": (
        "Report {number} was sent without a name, so we join it to no contact. Read its news with the secret "
        "code at {link}"
    ),
    "truncated": "The last part of your message did not reach us. Please send the last part again.",
    "flood": (
        "We received many messages from you at once. All are kept and read by an officer, so there is no need to send "
        "them again. After a quiet hour you can write as usual."
    ),
    "what_is_wrong": "What is not solved about report {number}? Tell us; you may send photos too.",
    "added": "We have added it to report {number}. It is read by {holder}.",
    "objected": "We received your objection to report {number}. {holder} must answer before {due}.",
    "objection_sent": "We have noted your objection to report {number}.",
    "confirmed": "Thank you. We note that report {number} is solved for you.",
    "cannot_now": "Report {number} is at the stage {stage}, so that is not possible now.",
    "unknown_number": "We do not find the number {number}. Please look again; for example: RR-482-135.",
    "bad_files": (
        "{count} file(s) were not kept. Possible are: JPEG, PNG or WebP photos of at most 15 MB, at most 10 at a time. "
        "Your report is with us all the same."
    ),
    "outside": (
        "That point is at sea or outside this province. Send the place of the matter, or write village, district and "
        "regency. If it is in another province, write its name and we will tell you where to report."
    ),
    "receipt": (
        "We have received your report.\nNumber: *{number}*\n\n{holder} must answer before *{due}*.\n"
        "After that the case goes to the head of the agency, and then on the Governor's list of reprimands.\n\n"
        "Follow it: {link}\nTo add something: reply to this message."
    ),
    "danger_now": "If a life is in danger, call 112 now. {call}",
    "danger": "Report {number}. If a life is in danger, call 112 now. {call}",
    "ask_place": "One more thing: where exactly? Send a location, or write village, district and regency.",
    "status": "Report {number}: *{stage}*.\n{sentence}\n\nMore: {link}",
    "answered": "News of report {number}.\n{holder} ({stage}):\n\n“{text}”\n\nNext news: {next}.\n\n{link}",
    "resolved": (
        "{holder} says that report {number} is solved:\n\n“{text}”\n\nYou decide, until {due}. If we hear nothing from "
        "you, the system closes the report and it does not count as solved.\n\n{link}"
    ),
    "asked": "{holder} asks about report {number}:\n\n“{text}”\n\nReply to this message to answer.",
    "handed_over": "Report {number} was handed over to {holder}: {text}\n\nYour deadline stays the same: {due}.",
    "referred": "Report {number} is not in our power, but somebody can help: {to}.\n\n{text}",
    "rejected": "We cannot follow up report {number}.\n\n{text}\n\nYou may object: reply OBJECTION.",
    "expired": (
        "We waited 10 days for your judgement of report {number}. The system has closed it, and it does not count as "
        "solved. If it is not solved, reply OBJECTION."
    ),
    "breached": (
        "{what} of report {number} has passed. It is on record as negligence of {charged}, and we have taken your case "
        "to its head. It is now with {holder}."
    ),
    "extended": (
        "{holder} asks for more time for report {number}, once only, as the law permits. The "
        "reason:\n\n“{text}”\n\n{link}"
    ),
    "appealed": (
        "We received your appeal about report {number}. A higher officer decides within 30 working days, with "
        "reasons. See {link}"
    ),
    "appeal_granted": (
        "Your appeal about report {number} was granted:\n\n“{text}”\n\nThe case is open again. {holder} must "
        "answer before "
        "{due}.\n\n{link}"
    ),
    "appeal_refused": "Your appeal about report {number} was refused. The reason:\n\n“{text}”\n\n{link}",
    "merged": (
        "Report {number} was joined with {to}, because they are about the same matter. Both are one case now, and we "
        "keep you informed. See {link}"
    ),
    "unmerged": "Report {number} is a case of its own again. {holder} must answer before {due}.\n\n{link}",
    "split": (
        "Report {number} tells of two matters. So that each reaches whoever is responsible, a part of it is now report "
        "{to}. The time still counts from your first message, and your secret code opens both.\n\n{link}"
    ),
    "of_parent": "News of report {number}, which was joined with {to}.\n{holder} ({stage}):\n\n“{text}”\n\n{link}",
    "news": "There is news of report {number}. Open {link} with your secret code.",
    "language_chosen": (
        "All right, we will write English to you. For another language reply BAHASA INDONESIA or BASA JAWA."
    ),
    **after.ENGLISH,
}
PUBLIC: Final[dict[str, str]] = {
    "receipt": "Thank you, this is report {number}. {holder} must answer before {due}. Follow it with that number.",
    "receipt_confidential": "Thank you, this is report {number}. Follow it with that number.",
    "answered": "News of report {number}: {stage}, says {holder}. Read it with that number.",
    "asked": "{holder} asks the reporter of {number}. Please reply in a message, or open it with that number.",
    "resolved": "{holder} says that report {number} is solved. The reporter decides until {due}.",
    "news": "There is news of report {number}. Read it with that number.",
}
LABELS: Final[dict[str, str]] = {
    "send": "Send",
    "change": "Change",
    "cancel": "Cancel",
    "skip": "Skip",
    "add_to": "Add to it",
    "new_report": "New report",
    "other_place": "Another place",
    "solved": "Yes, it is solved",
    "not_solved": "Not solved",
    "see_status": "See the news",
    **after.ENGLISH_LABELS,
}
SHORT: Final[dict[str, str]] = {
    "receipt": (
        "Report received, number {number}. {agency} must answer before {until}. News: reply STATUS {number}. Free."
    ),
    "where": "Where exactly? Write street or landmark, village, district, regency. Not known? Reply SKIP",
    "photo": "Is there a photo? If not, reply SKIP",
    "check": 'Is this right? "{text}" Place: {place}. Reply SEND, CHANGE, or CANCEL.',
    "added": "Added to report {number}. It is read by {agency}.",
    "status": "Report {number}: {stage}. {short_sentence}",
    "answered": '{agency}, report {number}, {stage}: "{text}" Next news {next_short}.',
    "resolved": '{agency}: report {number} is solved. "{text}" You decide, until {until}.',
    "asked": '{agency} asks, report {number}: "{text}" Reply to this message.',
}
LIST_LABEL: Final = "Choose"
# Values that the conversation fills in by itself.
VALUES: Final[dict[str, str]] = {"lokasi dari peta": "the point on the map", "belum disebut": "not said yet"}
