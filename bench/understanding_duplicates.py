"""How well and how fast it is seen that something has been said before: copies in real complaints, a synthetic city
with known truth, and the time of one report against a million stored ones.

    .venv/bin/python -m bench.understanding_duplicates --corpora FOLDER
    .venv/bin/python -m bench.understanding_duplicates --home FOLDER --reports 1000000
"""

import argparse
import csv
import gzip
import os
import random
import statistics
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from bench import home
from bench.city import City, Told, Village

DISTRICT = "33.15.01"
# The first seed was looked at while thresholds were chosen; the others were not.
DEVELOPMENT = 1
HELD_OUT = (2, 3, 4, 5, 6)
LEAST_WORDS = 6


@dataclass(frozen=True)
class Score:
    right: int
    said: int
    true: int

    @property
    def precision(self) -> float:
        return self.right / self.said if self.said else 1.0

    @property
    def recall(self) -> float:
        return self.right / self.true if self.true else 1.0


def measure(corpora: Path) -> str:
    """The tables as Markdown. Needs no database."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rumahrakyat.config.settings")
    import django  # noqa: PLC0415

    django.setup()
    return "\n\n".join([_copies(corpora), _city()])


# -- copies in real complaints ----------------------------------------------------------------------------------------


def _texts(path: Path, column: str) -> list[str]:
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        return list(dict.fromkeys(row[column] for row in csv.DictReader(file)))


def _words(text: str) -> frozenset[str]:
    """By another way than the product's: plain lower-case words, no spelling, no stems, none left out."""
    return frozenset("".join(sign if sign.isalnum() else " " for sign in text.lower()).split())


def _copies(corpora: Path) -> str:
    lines = [
        "Copies of one text (pairs; the label: two thirds of all plain words in common, counted exactly):",
        "",
        "| corpus | texts | labelled pairs | threshold | precision | recall | found by the index |",
        "|---|---|---|---|---|---|---|",
    ]
    for name, file, column in (
        ("LaporGub 2024", "laporgub_2024_stemmed.csv.gz", "teks"),
        ("LAPOR 2017", "lapor_2017.csv.gz", "teks_asli"),
    ):
        texts = [text for text in _texts(corpora / file, column) if len(_words(text)) >= LEAST_WORDS]
        truth = set(_alike([_words(text) for text in texts], 2 / 3))
        found, banded = _copied(texts)
        for threshold in (0.6, 0.7, 0.8):
            said = {pair for pair, share in found.items() if share >= threshold}
            score = Score(len(said & truth), len(said), len(truth))
            lines.append(
                f"| {name} | {len(texts):,} | {len(truth):,} | {threshold} | {score.precision:.3f} |"
                f" {score.recall:.3f} | {len(truth & banded) / max(1, len(truth)):.3f} |"
            )
    return "\n".join(lines)


def _alike(sets: Sequence[frozenset[str]], least: float) -> Iterator[tuple[int, int]]:
    """All pairs with at least this share of common words, exactly: words are taken rarest first, and two sets that are
    alike must meet in the first of them."""
    counts: dict[str, int] = {}
    for one in sets:
        for word in one:
            counts[word] = counts.get(word, 0) + 1
    index: dict[str, list[int]] = {}
    for at, one in enumerate(sets):
        ordered = sorted(one, key=lambda word: (counts[word], word))
        prefix = ordered[: len(ordered) - int(least * len(ordered)) + 1]
        near = {other for word in prefix for other in index.get(word, ())}
        for other in near:
            both = len(one & sets[other])
            if both / (len(one) + len(sets[other]) - both) >= least:
                yield other, at
        for word in prefix:
            index.setdefault(word, []).append(at)


def _copied(texts: Sequence[str]) -> tuple[dict[tuple[int, int], float], set[tuple[int, int]]]:
    """What the product says: pairs that share a band with their likeness; and those pairs alone."""
    from rumahrakyat.duplicates import data  # noqa: PLC0415 -- after Django's set-up
    from rumahrakyat.duplicates.likeness import copy_of  # noqa: PLC0415

    index: dict[tuple[int, int], list[int]] = {}
    kept = [data.signature(text) for text in texts]
    found: dict[tuple[int, int], float] = {}
    for at, one in enumerate(kept):
        near = {other for band in enumerate(one.bands) for other in index.get(band, ())}
        for other in near:
            found[other, at] = copy_of(frozenset(one.words), frozenset(kept[other].words))
        for band in enumerate(one.bands):
            index.setdefault(band, []).append(at)
    return found, set(found)


# -- a synthetic city -------------------------------------------------------------------------------------------------


def _city() -> str:
    from rumahrakyat.duplicates.likeness import OFFER, SUGGEST  # noqa: PLC0415 -- after Django's set-up

    lines = [
        "A synthetic city (one district, 120 days, incidents told by 1 to 12 people, and near misses of them):",
        "",
        "| seed | reports | true pairs | at | precision, pairs | recall, pairs | precision, best | recall, best |",
        "|---|---|---|---|---|---|---|---|",
    ]
    totals: dict[float, list[Score]] = {SUGGEST: [], OFFER: []}
    for seed in (DEVELOPMENT, *HELD_OUT):
        reports, judged = _judged(seed)
        true = sum(same for _score, same, _later in judged)
        for threshold in (SUGGEST, OFFER):
            said = [same for score, same, _later in judged if score >= threshold]
            pairs, best = Score(sum(said), len(said), true), _best(judged, threshold)
            name = f"{seed} (development)" if seed == DEVELOPMENT else str(seed)
            lines.append(
                f"| {name} | {reports} | {true:,} | {threshold} | {pairs.precision:.3f} | {pairs.recall:.3f} |"
                f" {best.precision:.3f} | {best.recall:.3f} |"
            )
            if seed != DEVELOPMENT:
                totals[threshold].append(best)
    for threshold, scores in totals.items():
        low, high = min(one.precision for one in scores), max(one.precision for one in scores)
        middle = statistics.mean(one.recall for one in scores)
        lines.append(
            f"| held out, all | | | {threshold} | | | {statistics.mean(one.precision for one in scores):.3f}"
            f" ({low:.3f} to {high:.3f}) | {middle:.3f} |"
        )
    return "\n".join(lines)


def _judged(seed: int) -> tuple[int, list[tuple[float, bool, int]]]:
    """Of every pair in reach of each other: the score, whether it is one incident, and which is the later report."""
    from rumahrakyat.duplicates import data  # noqa: PLC0415 -- after Django's set-up
    from rumahrakyat.duplicates.likeness import compare  # noqa: PLC0415
    from rumahrakyat.regions.province import active  # noqa: PLC0415

    rows = [row for row in active().table("villages.csv") if row["code"].startswith(DISTRICT)]
    villages = [Village(row["code"], float(row["lat"]), float(row["lon"])) for row in rows]
    reports = City(seed, villages).reports()
    traits = [_traits(told, villages) for told in reports]
    rules, judged = data.rules(), []
    for later, one in enumerate(traits):
        for earlier in range(later):
            other = traits[earlier]
            same = reports[earlier].incident == reports[later].incident
            reach = rules.reach_of(one.category, other.category)
            if one.received_at - other.received_at <= timedelta(days=reach.days) or same:
                score = compare(one, other, reach=reach, subjects=rules.subjects).score
                judged.append((score, same, later))
    return len(reports), judged


def _traits(told: Told, villages: Sequence[Village]) -> Any:
    """As the product knows a report: a category as the lexicon guesses it, a village from its name or from the pin."""
    from rumahrakyat.duplicates import data  # noqa: PLC0415 -- after Django's set-up
    from rumahrakyat.duplicates.likeness import Traits  # noqa: PLC0415
    from rumahrakyat.understanding.data import lexicon  # noqa: PLC0415

    kept, guess, village = data.signature(told.text), lexicon().read(told.text).best, told.village
    if told.lat is not None and told.lon is not None and not village:
        lat, lon = told.lat, told.lon
        village = min(villages, key=lambda one: (one.lat - lat) ** 2 + (one.lon - lon) ** 2).code
    return Traits(
        told.at,
        told.lat,
        told.lon,
        DISTRICT[:5],
        DISTRICT if village else "",
        village,
        guess.code if guess else "",
        frozenset(kept.words),
        frozenset(kept.names),
    )


def _best(judged: Iterable[tuple[float, bool, int]], threshold: float) -> Score:
    """For each later report its likeliest earlier one: is it the right one, and how many that have one find it?"""
    best: dict[int, tuple[float, bool]] = {}
    with_one = set()
    for score, same, later in judged:
        best[later] = max(best.get(later, (0.0, False)), (score, same))
        if same:
            with_one.add(later)
    said = [same for score, same in best.values() if score >= threshold]
    return Score(sum(said), len(said), len(with_one))


# -- against a million stored reports ---------------------------------------------------------------------------------


def speed(folder: Path, reports: int) -> str:
    """Time of one report: its fingerprint, the look-up, the comparison. Fills the database of the folder first."""
    with home.enter(folder):
        return _speed(reports)


_FILL = """INSERT INTO duplicates_fingerprint (report_id, received_at, cell, regency, district, village, category,
 subject, words, names, band_1, band_2, band_3, band_4, band_5, band_6, version)
SELECT r.id, now() - random() * interval '3 years', s.cell, s.regency, s.district, s.village, s.category, s.subject,
 s.words, s.names,
 s.b[1] # k.k, s.b[2] # k.k, s.b[3] # k.k, s.b[4] # k.k, s.b[5] # k.k, s.b[6] # k.k, 1
FROM reports_report r JOIN bench_sample s ON s.n = mod(r.id, %(n)s)
CROSS JOIN LATERAL (SELECT (r.id / %(n)s)::int * 7919) AS k(k)
WHERE NOT EXISTS (SELECT 1 FROM duplicates_fingerprint f WHERE f.report_id = r.id)"""


def _speed(reports: int) -> str:
    from django.db import connection  # noqa: PLC0415 -- after Django's set-up

    _cases(reports)
    _fingerprints()
    told = _fresh(300)
    times: dict[str, list[float]] = {
        "signature": [],
        "look-up and comparison": [],
        "all": [],
        "of it in this process": [],
    }
    before = _backend_seconds()
    for one in told:
        _timed(one, times)
    server = (_backend_seconds() - before) * 1000 / len(told)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*), pg_table_size(%s), pg_indexes_size(%s) FROM duplicates_fingerprint", [_T, _T])
        count, table, indexes = cursor.fetchone()
    lines = [
        f"One report against {count:,} stored fingerprints, one core ({len(told)} reports, milliseconds):",
        "",
        "| step | median | 95 % below | slowest |",
        "|---|---|---|---|",
    ]
    for name, spent in times.items():
        ordered = sorted(spent)
        middle, most = statistics.median(ordered), ordered[int(len(ordered) * 0.95)]
        lines.append(f"| {name} | {middle:.2f} | {most:.2f} | {ordered[-1]:.2f} |")
    lines += ["", f"The database server worked {server:.2f} ms on each report (mean, processor time)."]
    return "\n".join([*lines, "", f"The table takes {table / 2**20:.0f} MB, its indexes {indexes / 2**20:.0f} MB."])


_T = "duplicates_fingerprint"


def _backend_seconds() -> float:
    """The processor time of our server process: on a busy machine the time on the clock says little."""
    from django.db import connection  # noqa: PLC0415 -- after Django's set-up

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (pid,) = cursor.fetchone()
    return int(Path(f"/proc/{pid}/schedstat").read_text(encoding="ascii").split()[0]) / 1e9


def _cases(wanted: int) -> None:
    """So many rows of reports: a few written as always, then copied as they lie in the table."""
    from django.db import connection, transaction  # noqa: PLC0415 -- after Django's set-up
    from django.db.models import Max  # noqa: PLC0415

    from bench import archive  # noqa: PLC0415
    from rumahrakyat.demo import bulk  # noqa: PLC0415
    from rumahrakyat.demo.copying import Table, trust_the_rows, without_indexes  # noqa: PLC0415
    from rumahrakyat.duty.models import Clock  # noqa: PLC0415
    from rumahrakyat.lib import clock  # noqa: PLC0415
    from rumahrakyat.reports.models import Report  # noqa: PLC0415

    if not Report.objects.exists():
        home.say("writing the first cases ...")
        bulk.fill(bulk.Bulk(min(wanted, 2_000), clock.now()))
    have = Report.objects.count()
    if times := max(0, -(-(wanted - have) // have)):
        home.say(f"copying {have} cases {times} times ...")
        room = {Report: (Report.objects.aggregate(last=Max("pk"))["last"] or 0) + 1, Clock: 1}
        with without_indexes([Table(Report)]), transaction.atomic(), connection.cursor() as cursor:
            trust_the_rows()
            cursor.execute("CREATE TEMPORARY TABLE ended ON COMMIT DROP AS SELECT id FROM reports_report")
            cursor.execute(archive.copying(Table(Report), room), [times])
        with connection.cursor() as cursor:
            cursor.execute("VACUUM (ANALYZE) reports_report")


def _fingerprints() -> None:
    """A fingerprint for each stored report within three years: words and places of a synthetic province, and bands that
    few share, as in life."""
    from django.db import connection, transaction  # noqa: PLC0415 -- after Django's set-up

    from rumahrakyat.demo.copying import Table, trust_the_rows, without_indexes  # noqa: PLC0415
    from rumahrakyat.duplicates.looking import RESOLUTION  # noqa: PLC0415
    from rumahrakyat.duplicates.models import Fingerprint  # noqa: PLC0415
    from rumahrakyat.lib.geo import cell_number  # noqa: PLC0415

    sample = _fresh(6_000, seed=77)
    home.say("writing fingerprints ...")
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TEMPORARY TABLE bench_sample (n int PRIMARY KEY, cell bigint, regency text, district text,"
            " village text, category text, subject text, words int[], names int[], b int[])"
        )
        with cursor.copy("COPY bench_sample FROM STDIN") as copy:
            for n, (traits, signature) in enumerate(sample):
                cell = cell_number(traits.lat, traits.lon, RESOLUTION)
                places = (traits.regency, traits.district, traits.village, traits.category, traits.subject)
                row = (n, cell, *places, list(signature.words), list(signature.names), list(signature.bands))
                copy.write_row(row)
    with without_indexes([Table(Fingerprint)]), transaction.atomic(), connection.cursor() as cursor:
        trust_the_rows()
        cursor.execute(_FILL, {"n": len(sample)})
    with connection.cursor() as cursor:
        cursor.execute("VACUUM (ANALYZE) duplicates_fingerprint")


def _fresh(count: int, seed: int = 11) -> list[tuple[Any, Any]]:
    """Reports all over the province: their traits and signatures."""
    from rumahrakyat.duplicates import data  # noqa: PLC0415 -- after Django's set-up
    from rumahrakyat.lib import clock  # noqa: PLC0415
    from rumahrakyat.regions.province import active  # noqa: PLC0415

    rows = active().table("villages.csv")
    chosen = random.Random(seed).sample(rows, 400)
    villages = [Village(row["code"], float(row["lat"]), float(row["lon"])) for row in chosen]
    told = City(seed, villages, incidents=count // 3 + 10).reports()[:count]
    made = []
    for one in told:
        traits, signature = _traits(one, villages), data.signature(one.text)
        place = {"regency": traits.village[:5], "district": traits.village[:8]}
        made.append((type(traits)(**{**vars(traits), **place, "received_at": clock.now()}), signature))
    while len(made) < count:
        made += made[: count - len(made)]
    return made


def _timed(one: tuple[Any, Any], times: dict[str, list[float]]) -> None:
    from rumahrakyat.duplicates import data  # noqa: PLC0415 -- after Django's set-up
    from rumahrakyat.duplicates.matching import matches  # noqa: PLC0415

    traits, signature = one
    worked = time.process_time()
    began = time.perf_counter()
    data.signature("Lubang besar di Jalan Pemuda dekat pasar, motor saya jatuh tadi malam. Mohon segera ditambal pak.")
    middle = time.perf_counter()
    matches(traits, signature)
    end = time.perf_counter()
    spent = (middle - began, end - middle, end - began, time.process_time() - worked)
    for name, seconds in zip(times, spent, strict=True):
        times[name].append(seconds * 1000)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpora", type=Path)
    parser.add_argument("--home", type=Path)
    parser.add_argument("--reports", type=int, default=1_000_000)
    args = parser.parse_args()
    if args.corpora:
        print(measure(args.corpora))
    if args.home:
        print(speed(args.home, args.reports))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
