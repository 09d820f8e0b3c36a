"""Files: upload in chunks or whole, read back, forget. All of these wait for a busy model, unless a switch says no.

Sources: Anaplan, Set the chunk count (help.anaplan.com, a4428cba), Upload a file in chunks (64df7566), mark the
upload as complete (55432885); live observations of status codes.
"""

import zlib
from typing import Any

from werkzeug.wrappers import Response

from infra.local.vendors.anaplan.state import ids
from infra.local.vendors.anaplan.state.files import MOST_CHUNKS, UNKNOWN, ChunkRefusedError
from infra.local.vendors.anaplan.state.model import SourceFile
from infra.local.vendors.anaplan.switches import Switches
from infra.local.vendors.anaplan.web.calls import Call, ModelPaths
from infra.local.vendors.anaplan.web.envelope import collection, page, sorted_rows, success
from infra.local.vendors.anaplan.web.errors import ApiError

LARGEST_CHUNK = 50_000_000  # bytes before packing; what Anaplan answers to a larger one is not documented
_GZIP = 31  # zlib's window bits for gzip
_BYTES = "application/octet-stream"


def add_file_paths(paths: ModelPaths) -> None:
    """Answer everything below ``/files``."""
    paths.add("GET", "/files", _list)
    paths.add("POST", "/files/<file>", _begin, waits=_unless_told_otherwise)
    paths.add("GET", "/files/<file>", _read)
    paths.add("PUT", "/files/<file>", _replace, waits=_unless_told_otherwise)
    paths.add("DELETE", "/files/<file>", _delete)
    paths.add("POST", "/files/<file>/complete", _complete, waits=_unless_told_otherwise)
    paths.add("GET", "/files/<file>/chunks", _chunks)
    paths.add("GET", "/files/<file>/chunks/<chunk>", _read_chunk)
    paths.add("PUT", "/files/<file>/chunks/<chunk>", _put_chunk, waits=_unless_told_otherwise)


def _unless_told_otherwise(switches: Switches) -> bool:
    return switches.files_wait


def _list(call: Call) -> Response:
    sources = [_record(call, source) for source in call.model.files.values()]
    outputs = [_output_record(call, one.id, one.name) for one in call.model.exports.values()]
    rows = sorted_rows(call.request, sources + outputs, strict=False)
    return page(call.request, "file", "files", rows, call.switches.page_cap)


def _begin(call: Call, file: str) -> Response:
    count = call.json().get("chunkCount")
    if not isinstance(count, int) or isinstance(count, bool) or not UNKNOWN <= count <= MOST_CHUNKS:
        raise ApiError(400, f"Invalid chunkCount: {count}")
    source = call.model.files.get(file) or _new_file(call, file)
    call.live.files.begin(call.user.id, source.id, count)
    return success(call.request, "file", {"file": _record(call, source)})


def _new_file(call: Call, name: str) -> SourceFile:
    """An unknown id makes a new file of that name, with another id, that no action reads."""
    file_id = f"{ids.FILE}{len(call.model.files) + 1:09d}"
    source = SourceFile(file_id, name, (), "ISO-8859-1", ",", '"', 1, 2, None)
    call.model.files[file_id] = source
    return source


def _put_chunk(call: Call, file: str, chunk: str) -> Response:
    source = _source(call, file)
    match call.request.mimetype:
        case "application/x-gzip" | "application/gzip":
            data = _unpacked(call.request.get_data())
        case "application/octet-stream":
            data = call.request.get_data()
        case _:
            raise ApiError(415)
    if len(data) > LARGEST_CHUNK:
        raise ApiError(413)
    try:
        call.live.files.put(call.user.id, source.id, _index(chunk), data)
    except ChunkRefusedError as refused:
        raise ApiError(400, str(refused)) from refused
    return Response(status=204)


def _replace(call: Call, file: str) -> Response:
    source = _source(call, file)
    if call.request.mimetype != _BYTES:
        raise ApiError(415)
    call.live.files.replace(call.user.id, source.id, call.request.get_data())
    return Response(status=204)


def _complete(call: Call, file: str) -> Response:
    if not call.request.get_data():
        raise ApiError(500)  # seen with Anaplan: it wants a JSON body, if only the id
    call.json()
    source = _source(call, file)
    call.live.files.complete(call.user.id, source.id)
    return success(call.request, "file", {"file": _record(call, source)})


def _delete(call: Call, file: str) -> Response:
    call.live.files.delete(call.user.id, _known(call, file))
    return Response(status=204)


def _read(call: Call, file: str) -> Response:
    content = call.live.files.raw(call.user.id, _known(call, file))
    if not content:
        raise ApiError(404)
    return Response(content, content_type=_BYTES)


def _chunks(call: Call, file: str) -> Response:
    indexes = call.live.files.chunk_ids(call.user.id, _known(call, file))
    return collection(call.request, "chunk", "chunks", [{"id": str(one), "name": f"Chunk {one}"} for one in indexes])


def _read_chunk(call: Call, file: str, chunk: str) -> Response:
    data = call.live.files.chunk(call.user.id, _known(call, file), _index(chunk))
    if data is None:
        raise ApiError(404)
    return Response(data, content_type=_BYTES)


def _source(call: Call, file: str) -> SourceFile:
    if file not in call.model.files:
        raise ApiError(404)
    return call.model.files[file]


def _known(call: Call, file: str) -> str:
    if file not in call.model.files and file not in call.model.exports:
        raise ApiError(404)
    return file


def _index(chunk: str) -> int:
    if not chunk.isdecimal():
        raise ApiError(400, f"Invalid chunk id: {chunk}")
    return int(chunk)


def _unpacked(packed: bytes) -> bytes:
    """A gzip stream's content, at most one byte more than allowed. A broken stream is refused."""
    stream = zlib.decompressobj(_GZIP)
    try:
        data = stream.decompress(packed, LARGEST_CHUNK + 1)
    except zlib.error as wrong:
        raise ApiError(400, "The chunk is not valid gzip") from wrong
    if not stream.eof and len(data) <= LARGEST_CHUNK:
        raise ApiError(400, "The chunk's gzip stream ends too early")
    return data


def _record(call: Call, source: SourceFile) -> dict[str, Any]:
    return {
        "id": source.id,
        "name": source.name,
        "chunkCount": call.live.files.chunk_count(call.user.id, source.id),
        "delimiter": source.delimiter,
        "encoding": source.encoding,
        "firstDataRow": source.first_data_row,
        "format": "txt",
        "headerRow": source.header_row,
        "separator": source.separator,
    }


def _output_record(call: Call, export_id: str, name: str) -> dict[str, Any]:
    count = call.live.files.chunk_count(call.user.id, export_id)
    return {"id": export_id, "name": name, "chunkCount": count, "firstDataRow": 0, "headerRow": 0}
