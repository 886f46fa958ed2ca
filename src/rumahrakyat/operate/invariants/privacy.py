"""No personal data outside its columns: not in job arguments, codes of entries, error notes, counters or logs."""

import re
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from rumahrakyat.operate.invariants.base import EXAMPLES, Finding, Scope, found, together

# Mobile numbers, national identity numbers (16 digits with a possible birth date), e-mail addresses. Digests, UUIDs and
# times of day must not look like them: no sign of a longer word may stand on either side.
_PHONE = r"(?<![0-9A-Za-z.:-])(\+?62|0)8[0-9]{2}[ -]?[0-9]{3,4}[ -]?[0-9]{3,5}(?![0-9A-Za-z-])"
_NIK = r"(?<![0-9A-Za-z.-])[1-9][0-9]{5}([04][1-9]|[1256][0-9]|[37][01])(0[1-9]|1[0-2])[0-9]{2}[0-9]{4}(?![0-9A-Za-z-])"
_EMAIL = r"[A-Za-z0-9][A-Za-z0-9._%+-]*@[A-Za-z0-9-]+\.[A-Za-z]{2,}"
PERSONAL = f"{_PHONE}|{_NIK}|{_EMAIL}"
_IN_TEXT = re.compile(PERSONAL)

# Columns whose content is codes, counts and reasons, by table.
_PLAIN = {
    "procrastinate_jobs": ("args::text", "coalesce(lock, '')", "coalesce(queueing_lock, '')"),
    "reports_entry": ("data::text",),
    "reports_pendingeffect": ("error",),
    "channels_rawinbound": ("headers::text", "error"),
    "channels_inboundevent": ("error",),
    "channels_message": ("error",),
    "channels_outbox": ("key", "error"),
    "channels_deliverytask": ("reason",),
    "channels_channelstate": ("alarm",),
    "channels_counter": ("reason",),
}
_LARGEST_LOG = 64 * 1024 * 1024


def personal_data_stays_in_its_columns(_scope: Scope) -> Finding:
    """Nothing that looks like a mobile number, an identity number or an e-mail address where only codes belong."""
    return together(*(_in_table(table, columns) for table, columns in _PLAIN.items()))


def _in_table(table: str, columns: tuple[str, ...]) -> Finding:
    key = "channel" if table in {"channels_channelstate", "channels_counter"} else "id"
    looks = " OR ".join(f"{column} ~ %(personal)s" for column in columns)
    return found(f"SELECT '{table} ' || {key} AS example FROM {table} WHERE {looks}", {"personal": PERSONAL})  # noqa: S608


def logs_hold_no_personal_data(_scope: Scope) -> Finding:
    """The same for the log files of this home."""
    lines = [f"{path.name}:{number}" for path in _logs() for number in _lines_with_personal_data(path)]
    return Finding(len(lines), tuple(lines[:EXAMPLES]))


def _logs() -> list[Path]:
    return sorted(path for path in Path(settings.HOME.logs).glob("*") if path.is_file())


def _lines_with_personal_data(path: Path) -> Iterator[int]:
    """The end of a very long log is enough: its beginning was looked at before."""
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - _LARGEST_LOG))
        for number, line in enumerate(file, start=1):
            if _IN_TEXT.search(line.decode("utf-8", "replace")):
                yield number
