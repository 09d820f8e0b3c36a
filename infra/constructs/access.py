"""The functions and what each one may touch: the table to read when asking who could have done that.

Whatever is not granted here is refused. No function may delete anything or scan the table.
"""

from dataclasses import dataclass
from typing import Literal

Vendor = Literal["xero", "anaplan", "idle", "webhooks"]
"""Whose secrets: a vendor's, those of the connections of either that die when nobody uses them, or signing keys."""
Objects = Literal[
    "raw",
    "returning",
    "chunks",
    "quarantine",
    "dumps",
    "totals",
    "proofs",
    "books",
    "behind-lock",
    "audit",
    "members",
    "export",
    "plan",
    "tables",
    "taken-tables",
]
Items = Literal["APPROVAL", "AUDIT", "CURSOR", "HINT", "LEDGER", "LIMIT", "LOCK", "OPEN", "PIN", "RECORD", "RUN"]
"""OPEN: the index over the records of what is kept back."""

OBJECT_KEYS: dict[str, str] = {
    "raw": "runs/*/raw/*",
    "returning": "runs/*/returning/*",
    "chunks": "runs/*/chunks/*",
    "quarantine": "runs/*/quarantine/*",
    "dumps": "runs/*/dumps/*",
    "totals": "runs/*/totals/*",
    "proofs": "runs/*/proofs/*",
    "books": "books/*",
    "behind-lock": "runs/*/behind-lock/*",
    "audit": "audit/*",
    "members": "runs/*/members/*",
    "export": "runs/*/export/*",
    "plan": "runs/*/plan/*",
    "tables": "tables/*",
    "taken-tables": "runs/*/tables/*",
}

ITEM_KEYS: dict[str, list[str]] = {
    "APPROVAL": ["APPROVAL#*"],
    "AUDIT": ["AUDIT#*"],
    "CURSOR": ["CURSOR#*"],
    "HINT": ["HINT#*"],
    "LEDGER": ["LEDGER#*"],
    "LIMIT": ["LIMIT#*"],
    "LOCK": ["LOCK#*", "LOCKS"],
    "PIN": ["PIN#*"],
    "RECORD": ["RECORD#*"],
    "RUN": ["RUN#*", "RUNS#*"],
}


@dataclass(frozen=True, slots=True)
class Function:
    """One Lambda function: how large, how long, and what it may touch.

    memory    MB; a whole processor comes with 1,769
    seconds   the longest that one invocation may take; less than the workflow waits for it
    vendors   whose secrets it may read, and renew the token in
    reads     objects and items it may read
    writes    objects and items it may read and write
    queue     what it may do with the queue of webhooks
    flows     state machines whose executions it may see and start
    at_once   invocations that may run side by side, set apart for it; None: as many as the account allows
    """

    memory: int
    seconds: int
    vendors: tuple[Vendor, ...] = ()
    reads: tuple[Objects | Items, ...] = ()
    writes: tuple[Objects | Items, ...] = ()
    queue: Literal["nothing", "send", "take and send"] = "nothing"
    flows: tuple[str, ...] = ()
    at_once: int | None = None


# Whoever takes a model's lock looks whether the run is open, and shows that a redriven one is: LOCK goes with RUN.
# Whoever loads looks whether another run has loaded newer rows: CURSOR.
FUNCTIONS: dict[str, Function] = {
    "prepare": Function(
        512, 50, ("anaplan",), reads=("CURSOR", "PIN", "books", "tables"), writes=("RUN", "taken-tables")
    ),
    "pull_pages": Function(1024, 840, ("xero",), reads=("CURSOR", "OPEN", "PIN", "RECORD"), writes=("RUN", "raw")),
    "check_map": Function(1769, 280, ("xero", "anaplan"), reads=("RECORD", "tables")),
    "read_members": Function(1769, 580, ("anaplan",), writes=("LOCK", "RUN", "members")),
    "map_rows": Function(
        1769,
        840,
        reads=("CURSOR", "OPEN", "raw", "taken-tables"),
        writes=(
            "AUDIT",
            "audit",
            "LOCK",
            "RECORD",
            "RUN",
            "chunks",
            "members",
            "quarantine",
            "returning",
            "totals",
            "behind-lock",
        ),
    ),
    "check_import": Function(512, 110, ("anaplan",), reads=("CURSOR",), writes=("LOCK", "RUN")),
    "align_list": Function(
        1769, 840, ("anaplan",), reads=("CURSOR", "chunks"), writes=("AUDIT", "audit", "LOCK", "RUN", "dumps")
    ),
    "upload_chunks": Function(1024, 840, ("anaplan",), reads=("CURSOR", "chunks"), writes=("LOCK", "RUN")),
    "start_import": Function(512, 280, ("anaplan",), reads=("CURSOR",), writes=("LOCK", "RUN")),
    "poll_import": Function(512, 110, ("anaplan",), writes=("LOCK", "RUN")),
    "read_result": Function(1024, 580, ("anaplan",), writes=("AUDIT", "audit", "LOCK", "RUN", "dumps")),
    "read_back": Function(1769, 840, ("anaplan",), reads=("chunks", "raw"), writes=("LOCK", "RUN", "proofs")),
    "prove_books": Function(
        3008, 840, ("xero",), reads=("quarantine", "returning"), writes=("LOCK", "RUN", "books", "proofs", "raw")
    ),
    "prove_loads": Function(512, 280, writes=("RUN",)),
    "commit_run": Function(512, 280, writes=("AUDIT", "audit", "CURSOR", "LOCK", "RUN")),
    "close_run": Function(512, 110, ("anaplan",), writes=("AUDIT", "audit", "LOCK", "RUN")),
    "preview_run": Function(
        1769, 840, ("xero", "anaplan"), reads=("CURSOR", "OPEN", "PIN", "RECORD", "RUN", "books", "raw", "tables")
    ),
    "keep_connections": Function(512, 300, ("idle",)),
    "prepare_plan": Function(512, 50, ("anaplan",), writes=("RUN",)),
    "start_export": Function(512, 280, ("anaplan",), writes=("LOCK", "RUN")),
    "poll_export": Function(512, 110, ("anaplan",), writes=("LOCK", "RUN")),
    "fetch_export": Function(1024, 840, ("anaplan",), writes=("LOCK", "RUN", "export")),
    "plan_journals": Function(1769, 840, reads=("export", "raw", "RUN"), writes=("AUDIT", "audit", "plan")),
    "compare_plan": Function(1024, 840, ("xero",), writes=("plan", "raw")),
    "ask_approval": Function(512, 50, writes=("APPROVAL",)),
    "post_journal": Function(512, 280, ("xero",), reads=("plan", "raw", "RUN"), writes=("AUDIT", "audit", "LEDGER")),
    "commit_plan": Function(512, 50, writes=("AUDIT", "RUN")),
    # Longer than Xero waits: a cold one that is late must live on to be warm for the next.
    "receive_webhook": Function(1024, 15, ("webhooks",), queue="send", at_once=10),
    "dispatch_webhooks": Function(
        512, 30, reads=("LIMIT",), writes=("HINT",), queue="take and send", flows=("actuals",)
    ),
}
"""By the name of the file in ``functions/``."""
