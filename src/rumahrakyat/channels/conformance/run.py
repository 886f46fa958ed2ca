"""The whole suite, run afresh: every adapter against every case, in a database that may be emptied."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from django.apps import apps
from django.db import connection, transaction

from rumahrakyat.channels import registry
from rumahrakyat.channels.conformance.bench import Failed, bench_of, kit_of
from rumahrakyat.channels.conformance.cases import CASES, COMMITTING, CaseOf

Table = dict[str, dict[str, str]]
PASS = "pass"  # noqa: S105 -- a verdict


def expected() -> Table:
    """What a run should say: every case passes, or the kit says why it cannot happen."""
    return {
        adapter.code: {case.__name__: _not_applicable(adapter.code, case) or PASS for case in CASES}
        for adapter in registry.build()
    }


def run(codes: Sequence[str] = (), *, progress: Callable[[str], None] | None = None) -> Table:
    """Run every case of the named channels (all of them when none is named). Some cases commit, and what they leave is
    deleted with every message and contact: never call this on a database that is in use."""
    table: Table = {}
    for adapter in registry.build():
        if codes and adapter.code not in codes:
            continue
        table[adapter.code] = {case.__name__: _verdict(adapter.code, case) for case in CASES}
        if progress:
            progress(adapter.code)
    return table


def _not_applicable(code: str, case: CaseOf) -> str:
    reason = kit_of(code).DOES_NOT_APPLY.get(case.__name__, "")
    return f"n/a: {reason}" if reason else ""


def _verdict(code: str, case: CaseOf) -> str:
    reason = _not_applicable(code, case)
    if reason:
        return reason
    try:
        with _forgotten(case), bench_of(code) as bench:
            case(bench)
    except Failed as failure:
        return f"fail: {failure}"
    except Exception as error:  # noqa: BLE001 -- whatever went wrong is the verdict
        return f"fail: {type(error).__name__}: {error}"
    return PASS


@contextmanager
def _forgotten(case: CaseOf) -> Iterator[None]:
    """Nothing of the case remains: it is rolled back, or, when it commits, deleted."""
    if case in COMMITTING:
        try:
            yield
        finally:
            _delete()
        return
    around = transaction.atomic()
    around._from_testcase = True  # type: ignore[attr-defined]  # noqa: SLF001 -- as Django's own test cases do it
    with around:
        yield
        transaction.set_rollback(True)


def _delete() -> None:
    models = [*apps.get_app_config("channels").get_models(), *apps.get_app_config("people").get_models()]
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")  # in any order
        for model in models:
            cursor.execute(f"DELETE FROM {connection.ops.quote_name(model._meta.db_table)}")  # noqa: S608, SLF001 -- ours
