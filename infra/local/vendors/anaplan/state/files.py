"""File contents, each private to the user who uploaded it or for whom an export wrote it.

A copy is forgotten 48 hours after its last use; then the file's default content, if there is any, is silently
used instead. Source: Anaplan, Private and default files (help.anaplan.com, de9ceea2 and ebc01b56).
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from infra.local.vendors.anaplan.state.model import SourceFile
from infra.local.vendors.anaplan.switches import Switches
from infra.local.vendors.common.clock import Clock

IDLE_LIFE = timedelta(hours=48)
MOST_CHUNKS = 1_000
OUTPUT_CHUNK = 10_000_000  # bytes; Anaplan cuts what it writes at 10 MB
UNKNOWN = -1


class FileUnusableError(Exception):
    """There is no content that could be imported."""


class ChunkRefusedError(Exception):
    """The chunk does not belong to the upload."""


@dataclass(slots=True)
class _Copy:
    """``expected`` chunks make it whole; -1 until the client tells that it is complete."""

    touched: datetime
    expected: int = UNKNOWN
    chunks: dict[int, bytes] = field(default_factory=dict)
    previous: bytes | None = None

    @property
    def content(self) -> bytes | None:
        """All chunks joined, None while some are missing. Order of arrival does not matter."""
        if self.expected == UNKNOWN or any(index not in self.chunks for index in range(self.expected)):
            return None
        return b"".join(self.chunks[index] for index in range(self.expected))


class PrivateFiles:
    """Copies by user and file id. Callers take turns (see tasks.queue); nothing here locks."""

    def __init__(self, clock: Clock, switches: Switches) -> None:
        self._clock = clock
        self._switches = switches
        self._copies: dict[tuple[str, str], _Copy] = {}
        self._counts: dict[tuple[str, str], int] = {}

    def begin(self, user_id: str, file_id: str, chunk_count: int) -> None:
        """Start a new upload of that many chunks, -1 if the client does not know yet; what was there is put aside."""
        old = self._copy(user_id, file_id)
        previous = (old.content or old.previous) if old else None
        # Nobody locks a file: what an import reads meanwhile is of the old upload as long as no new chunk is there.
        mixed = dict(old.chunks) if old and not self._switches.files_wait else {}
        self._copies[user_id, file_id] = _Copy(self._clock.now(), chunk_count, mixed, previous)
        self._counts[user_id, file_id] = chunk_count

    def put(self, user_id: str, file_id: str, index: int, data: bytes) -> None:
        """Store a chunk; the last write of an index wins. Raises ChunkRefusedError."""
        copy = self._copy(user_id, file_id)
        if copy is None:
            self.begin(user_id, file_id, UNKNOWN)
            copy = self._copies[user_id, file_id]
        if index >= (MOST_CHUNKS if copy.expected == UNKNOWN else copy.expected):
            raise ChunkRefusedError(f"Chunk {index} is outside of the chunk count of the file")
        copy.chunks[index] = data
        if copy.expected == UNKNOWN:
            self._counts[user_id, file_id] = len(copy.chunks)

    def complete(self, user_id: str, file_id: str) -> None:
        """The client has sent every chunk; an index that is missing below the highest one stays missing."""
        copy = self._copy(user_id, file_id)
        if copy is not None and copy.expected == UNKNOWN:
            copy.expected = max(copy.chunks, default=-1) + 1
            self._counts[user_id, file_id] = copy.expected

    def replace(self, user_id: str, file_id: str, data: bytes) -> None:
        """The whole content in one go."""
        self.begin(user_id, file_id, 1)
        self.put(user_id, file_id, 0, data)

    def store_output(self, user_id: str, file_id: str, data: bytes) -> None:
        """What an export wrote, in chunks."""
        parts = range(0, len(data), OUTPUT_CHUNK)
        self.begin(user_id, file_id, len(parts))
        for index, start in enumerate(parts):
            self.put(user_id, file_id, index, data[start : start + OUTPUT_CHUNK])

    def delete(self, user_id: str, file_id: str) -> None:
        """Forget the user's copy. The chunk count that is shown stays as it was, as has been seen with Anaplan."""
        self._copies.pop((user_id, file_id), None)

    def chunk_count(self, user_id: str, file_id: str) -> int:
        """As shown in file records: of the last upload or output, whether it is still there or not."""
        return self._counts.get((user_id, file_id), 0)

    def chunk_ids(self, user_id: str, file_id: str) -> list[int]:
        """The chunks that are there."""
        copy = self._copy(user_id, file_id)
        return sorted(copy.chunks) if copy else []

    def chunk(self, user_id: str, file_id: str, index: int) -> bytes | None:
        """One chunk's bytes."""
        copy = self._copy(user_id, file_id)
        return copy.chunks.get(index) if copy else None

    def raw(self, user_id: str, file_id: str) -> bytes | None:
        """The whole content of the user's own copy."""
        copy = self._copy(user_id, file_id)
        return copy.content if copy else None

    def content(self, user_id: str, source: SourceFile) -> bytes:
        """What an import by this user reads. Raises FileUnusableError."""
        copy = self._copy(user_id, source.id)
        if copy is None:
            if source.default is None:
                raise FileUnusableError(f'The uploaded file "{source.name}" is no longer available')
            return source.default
        content = copy.content
        if content is None and self._switches.use_old_file:
            content = copy.previous
        if content is None:
            raise FileUnusableError(f'The upload of the file "{source.name}" has not been completed')
        return content

    def stored(self) -> list[tuple[str, str, int, bytes | None]]:
        """Every copy for the operator: user id, file id, chunks that are there, content once it is whole."""
        return [(user, file, len(copy.chunks), copy.content) for (user, file), copy in list(self._copies.items())]

    def _copy(self, user_id: str, file_id: str) -> _Copy | None:
        copy = self._copies.get((user_id, file_id))
        now = self._clock.now()
        if copy is not None and now - copy.touched > IDLE_LIFE:
            self.delete(user_id, file_id)
            return None
        if copy is not None:
            copy.touched = now
        return copy
