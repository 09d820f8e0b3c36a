"""What a run has left of its proof in a home."""

from datetime import UTC, datetime

from ml_connector import plain
from ml_connector.stores.objects import ObjectStore
from ml_connector.stores.proofs import ProofStore
from ml_connector.stores.runs import RunStore
from ml_connector.sync.proof.books import BooksProof
from ml_connector.sync.proof.readback import ReadBack

from infra.cli.archive import table_of
from infra.cli.proving.report import LoadProof, ProofReport
from infra.cli.trouble import Misuse
from infra.local.home import Home


def kept_proof(home: Home, run: str) -> ProofReport:
    """The proof of a run; of what was proven more than once, the last attempt. Raises Misuse without such a run.

    Integrations  DynamoDB (runs), S3 (proofs)
    """
    header = RunStore(table_of(home), lambda: datetime.now(UTC)).header(run)
    if header is None:
        raise Misuse(f"There is no run '{run}' here", "See which there are with `ml-connector runs list`")
    store = ProofStore(ObjectStore(home.client("s3"), home.description.bucket))
    loads = {_place(key): key for key in store.keys(run, "read-back")}
    books = {one.entity: one.key for one in header.books if one.key} or {
        _place(key)[0]: key for key in store.keys(run, "books")
    }
    return ProofReport(
        title=run,
        loads=tuple(
            LoadProof(entity=entity, dataset=dataset, found=plain.read_json(ReadBack, store.read(key)))
            for (entity, dataset), key in sorted(loads.items())
        ),
        books=tuple(plain.read_json(BooksProof, store.read(key)) for _, key in sorted(books.items())),
        not_compared=tuple(f"{one.entity}: {one.reason}" for one in header.books if not one.compared),
    )


def _place(key: str) -> tuple[str, str]:
    """Entity, and dataset if there is one: runs/{run}/proofs/{kind}/{entity}/…"""
    _, _, _, _, entity, *rest = key.split("/")
    return entity, rest[0] if len(rest) > 1 else ""
