"""What lies in the bucket: pages, chunks, and what was kept back."""

from ml_connector.stores.chunks import ChunkStore
from ml_connector.stores.dumps import DumpStore
from ml_connector.stores.exports import ExportStore
from ml_connector.stores.members import MemberStore
from ml_connector.stores.proofs import ProofStore
from ml_connector.stores.quarantine import QuarantineStore
from ml_connector.stores.raw import RawStore
from ml_connector.stores.tables import TableStore
from ml_connector.stores.totals import TotalStore
from ml_connector.wiring import aws


def raw_pages() -> RawStore:
    """Vendor pages as received."""
    return RawStore(aws.objects())


def returning() -> RawStore:
    """Which pages of earlier runs hold documents that return."""
    return RawStore(aws.objects(), "returning")


def chunks() -> ChunkStore:
    """Upload parts."""
    return ChunkStore(aws.objects())


def members() -> MemberStore:
    """Items of Anaplan's lists."""
    return MemberStore(aws.objects())


def quarantine() -> QuarantineStore:
    """Rows that could not be loaded."""
    return QuarantineStore(aws.objects())


def behind_lock() -> QuarantineStore:
    """Changes in months that the books have closed."""
    return QuarantineStore(aws.objects(), "behind-lock")


def dumps() -> DumpStore:
    """Anaplan's failure dumps."""
    return DumpStore(aws.objects())


def totals() -> TotalStore:
    """Control totals."""
    return TotalStore(aws.objects())


def exports() -> ExportStore:
    """What Anaplan exported, and what was made of it."""
    return ExportStore(aws.objects())


def tables() -> TableStore:
    """Tables of columns."""
    return TableStore(aws.objects())


def proofs() -> ProofStore:
    """What the proofs of a run found."""
    return ProofStore(aws.objects())
