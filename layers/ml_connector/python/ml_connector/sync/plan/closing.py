"""What a run of a plan came to, in figures and in words."""

from collections.abc import Sequence

from ml_connector.sync.plan.work import Compared, Planned, PlanSummary, Settled, Work

_SHOWN = 5


def close(
    work: Work, planned: Planned, settled: Sequence[Settled], compared: Compared | None = None, xero_calls: int = 0
) -> PlanSummary:
    """Well if nothing was stopped, strayed or refused; a plan in which nothing is approved is told as such.

    xero_calls   that it took to read Xero
    """
    refused = [one for one in settled if one.result == "refused"]
    calls = xero_calls + (compared.calls if compared else 0) + sum(one.calls for one in settled)
    counts = planned.counts | {"stopped": planned.stopped, "xero_calls": calls}
    if compared:
        counts |= {"compared": compared.rows, "differences": compared.differing}
    for one in settled:
        counts[one.result] = counts.get(one.result, 0) + 1
    why = [*planned.faults, *(f"{one.entity} {one.version} {one.period}: {'; '.join(one.reasons)}" for one in refused)]
    return PlanSummary(
        plan=work.plan,
        mode=work.mode,
        well=not why,
        cause=_cause(why, planned),
        counts=counts,
        journals=tuple(settled),
        report=planned.report,
        files=(*planned.files, *([compared.file] if compared else [])),
    )


def _cause(why: Sequence[str], planned: Planned) -> str:
    if why:
        more = f", and {len(why) - _SHOWN} more" if len(why) > _SHOWN else ""
        return " | ".join(why[:_SHOWN]) + f"{more}; everything stands in {planned.report}"
    if not planned.counts.get("approved"):
        return f"None of {planned.counts.get('rows', 0):,} rows is approved, so there was nothing to do"
    return ""
