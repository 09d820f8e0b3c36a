"""Uploading to one model: announce the chunks, put each of them, say that it is all.

An upload is private to the user of the connection and nothing locks it, so whoever uploads holds the model's lock.
Every step may be repeated; what a chunk contains is not looked at.

Source: Anaplan, "Set the chunk count", "Upload a file in chunks" and "Mark the upload as complete".
"""

from ml_connector.anaplan.client import AnaplanClient
from ml_connector.anaplan.models import Model, ServerFile
from ml_connector.anaplan.waiting import needing
from ml_connector.anaplan.wire import Described, read_as
from ml_connector.answer import Answer
from ml_connector.errors import ContractBroken, SettingsWrong

MOST_CHUNKS = 1000
"""Anaplan takes no more chunks than this in one file."""


class _FileAnswer(Described):
    file: ServerFile


class Files:
    """The files of one model. Every method raises ModelBusy when the model keeps it waiting for too long."""

    def __init__(self, client: AnaplanClient, model: Model) -> None:
        self._client = client
        self._model = model

    def begin_upload(self, file_id: str, chunks: int) -> None:
        """Announce an upload of ``chunks`` parts; a begun one of the same file is dropped.

        raises   SettingsWrong for more than MOST_CHUNKS
                 ContractBroken when Anaplan made a new file instead, which it does for an id that it does not know
        """
        if not 1 <= chunks <= MOST_CHUNKS:
            raise SettingsWrong(
                f"Anaplan takes 1 to {MOST_CHUNKS} chunks per file, not {chunks}; raise anaplan.chunk_bytes in settings"
            )
        answer = self._call("POST", file_id, json={"chunkCount": chunks})
        self._same_file(answer, file_id)

    def put_chunk(self, file_id: str, index: int, gzipped: bytes) -> None:
        """Store one chunk, replacing what was put under this index before.

        index     from 0
        gzipped   a complete gzip stream, best cut at the end of a line
        """
        self._call("PUT", f"{file_id}/chunks/{index}", data=gzipped, content_type="application/x-gzip")

    def complete(self, file_id: str, chunks: int | None = None) -> None:
        """Make the upload what the next import reads.

        chunks   how many there must be now
        raises   ContractBroken when Anaplan has another number of them: somebody else uploads to the same file
        """
        # A body is needed: without one Anaplan fails with 500.
        answer = self._call("POST", f"{file_id}/complete", json={"id": file_id})
        file = self._same_file(answer, file_id)
        if chunks is not None and file.chunk_count != chunks:
            raise ContractBroken(
                f"Anaplan has {file.chunk_count} chunks of the file '{file.name}' ({file_id}) where {chunks} were put; "
                "make sure that nobody else uploads to it as this user, then run the load again"
            )

    def _call(
        self, method: str, path: str, *, json: object = None, data: bytes | None = None, content_type: str | None = None
    ) -> Answer:
        with needing(self._client, self._model):
            whole = f"{self._model.path}/files/{path}"
            return self._client.call(method, whole, json=json, data=data, content_type=content_type)

    def _same_file(self, answer: Answer, file_id: str) -> ServerFile:
        file = read_as(_FileAnswer, answer.json(), answer.asked).file
        if file.id != file_id:
            raise ContractBroken(
                f"Anaplan does not know the file {file_id} and made a new one, {file.id} '{file.name}'; "
                "delete that, and name in settings the file that the import was made with"
            )
        return file
