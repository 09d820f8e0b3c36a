"""An upload goes into the file that was meant, whole."""

import gzip

import pytest
import responses
from ml_connector.anaplan.client import AnaplanClient
from ml_connector.anaplan.files import Files
from ml_connector.anaplan.models import Model
from ml_connector.errors import ContractBroken, SettingsWrong
from responses import matchers

FILE = "113000000001"
URL = f"https://api.test/2/0/workspaces/8a8b/models/C0DE/files/{FILE}"


@pytest.fixture
def files(client: AnaplanClient, model: Model) -> Files:
    return Files(client, model)


def _file(file_id: str = FILE, chunks: int = 2) -> dict[str, object]:
    return {"file": {"id": file_id, "name": "lines.csv", "chunkCount": chunks, "firstDataRow": 2}}


def test_an_upload_announces_puts_and_completes(server: responses.RequestsMock, files: Files) -> None:
    """Each chunk is a gzip stream of its own; completing needs a body."""
    packed = [gzip.compress(b"Line\r\n", mtime=0), gzip.compress(b"UK-1\r\n", mtime=0)]
    server.post(URL, json=_file(), match=[matchers.json_params_matcher({"chunkCount": 2})])
    for index in (0, 1):
        kind = matchers.header_matcher({"Content-Type": "application/x-gzip"})
        server.put(f"{URL}/chunks/{index}", status=204, match=[kind])
    server.post(f"{URL}/complete", json=_file(), match=[matchers.json_params_matcher({"id": FILE})])

    files.begin_upload(FILE, len(packed))
    for index, chunk in enumerate(packed):
        files.put_chunk(FILE, index, chunk)
    files.complete(FILE, len(packed))

    assert [call.request.body for call in server.calls][1:3] == packed


def test_a_file_anaplan_made_anew_is_not_loaded_into(server: responses.RequestsMock, files: Files) -> None:
    """For an id that it does not know Anaplan makes another file, which no import reads."""
    server.post(URL, json=_file("113000000099"))

    with pytest.raises(ContractBroken, match="made a new one, 113000000099"):
        files.begin_upload(FILE, 2)


@pytest.mark.parametrize("chunks", [0, 1001])
def test_a_number_of_chunks_that_anaplan_refuses_is_not_announced(files: Files, chunks: int) -> None:
    """The remedy is in our settings."""
    with pytest.raises(SettingsWrong, match=r"raise anaplan\.chunk_bytes"):
        files.begin_upload(FILE, chunks)


def test_another_number_of_chunks_than_put_is_told(server: responses.RequestsMock, files: Files) -> None:
    """Nothing locks a file; a second writer would mix two uploads without an error."""
    server.post(f"{URL}/complete", json=_file(chunks=3))

    with pytest.raises(ContractBroken, match="nobody else uploads"):
        files.complete(FILE, 2)


def test_a_page_in_place_of_anaplans_silence_is_no_stored_chunk(server: responses.RequestsMock, files: Files) -> None:
    """A gateway's page with status 200 would leave the file without its rows, and only the import would tell."""
    server.put(f"{URL}/chunks/0", status=200, body="<html>Sign in</html>", content_type="text/html")

    with pytest.raises(ContractBroken, match="a web page came with status 200"):
        files.put_chunk(FILE, 0, gzip.compress(b"Line", mtime=0))
