"""Files on their way in (behaviours 17 to 22, without 23: uploads wait for imports here)."""

import gzip

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from infra.local.vendors.anaplan.state.files import FileUnusableError, PrivateFiles
from infra.local.vendors.anaplan.state.model import SourceFile
from infra.local.vendors.anaplan.switches import Switches
from infra.local.vendors.common.clock import Clock
from tests.simulators.anaplan.client import Anaplan

NET = b"Line,Net\nL1,5\nL2,7\n"
GZIP = "application/x-gzip"
HOURS_49 = 49 * 3600


@pytest.fixture
def path(anna: Anaplan) -> str:
    return f"files/{anna.id_of('files', 'net.csv')}"


def begin(anna: Anaplan, path: str, count: int) -> None:
    assert anna.status("POST", path, json={"chunkCount": count}) == 200


def complete(anna: Anaplan, path: str) -> int:
    answer = anna.ask("POST", f"{path}/complete", json={"id": path.removeprefix("files/")})
    assert answer.status_code == 200
    return int(answer.json()["file"]["chunkCount"])


def net(anna: Anaplan) -> dict[str, str]:
    return {code: cells["Net"] for code, cells in anna.cells().items()}


def test_an_upload_of_unknown_length_is_begun_with_minus_one(anna: Anaplan, path: str) -> None:
    """The answer is the file's record, by which a client makes sure that it exists."""
    answer = anna.ask("POST", path, json={"chunkCount": -1})

    assert answer.status_code == 200
    assert answer.json()["file"] | {"chunkCount": 0} == {
        "id": path.removeprefix("files/"),
        "name": "net.csv",
        "chunkCount": 0,
        "delimiter": '"',
        "encoding": "UTF-8",
        "firstDataRow": 2,
        "format": "txt",
        "headerRow": 1,
        "separator": ",",
    }


def test_an_unknown_file_is_made_with_another_id(anna: Anaplan) -> None:
    """No import reads it: a client has to compare the id."""
    answer = anna.ask("POST", "files/113999999999", json={"chunkCount": 1})

    assert answer.status_code == 200
    made = answer.json()["file"]
    assert (made["name"], made["id"] != "113999999999") == ("113999999999", True)
    assert made["id"] in {row["id"] for row in anna.get("files")["files"]}


@pytest.mark.parametrize("count", ["1", None, -2, 1_001, True], ids=str)
def test_a_wrong_chunk_count_is_refused(anna: Anaplan, path: str, count: object) -> None:
    """At most a thousand chunks, or -1."""
    assert anna.status("POST", path, json={"chunkCount": count}) == 400


def test_a_chunk_is_taken_plain_or_as_a_gzip_of_its_own(anna: Anaplan, path: str) -> None:
    """204 and nothing else; the content is the chunks joined, cut wherever the client liked."""
    begin(anna, path, 2)
    answer = anna.ask("PUT", f"{path}/chunks/0", data=NET[:11], headers={"Content-Type": "application/octet-stream"})
    assert (answer.status_code, answer.content) == (204, b"")
    assert anna.put(f"{path}/chunks/1", gzip.compress(NET[11:]), GZIP) == 204

    assert anna.ask("GET", path).content == NET
    assert anna.ask("GET", f"{path}/chunks/1").content == NET[11:]
    assert [chunk["id"] for chunk in anna.get(f"{path}/chunks")["chunks"]] == ["0", "1"]


@pytest.mark.parametrize("data", [b"no gzip at all", gzip.compress(NET)[:-5]], ids=["none", "cut short"])
def test_a_broken_gzip_is_not_taken_in_silence(anna: Anaplan, path: str, data: bytes) -> None:
    """Otherwise rows would get lost on the way."""
    begin(anna, path, 1)

    assert anna.put(f"{path}/chunks/0", data, GZIP) == 400
    assert anna.status("GET", f"{path}/chunks/0") == 404


def test_a_chunk_of_another_type_or_place_is_refused(anna: Anaplan, path: str) -> None:
    """The content type says how to read the bytes; the count says where they may go."""
    begin(anna, path, 1)

    assert anna.put(f"{path}/chunks/0", NET, "text/csv") == 415
    assert anna.put(f"{path}/chunks/1", NET) == 400
    assert anna.put(f"{path}/chunks/first", NET) == 400


def test_a_chunk_is_at_most_50_mb_unpacked(anna: Anaplan, path: str) -> None:
    """A small gzip can hold much; it is not unpacked any further than that."""
    begin(anna, path, 1)

    assert anna.put(f"{path}/chunks/0", gzip.compress(bytes(50_000_001)), GZIP) == 413


def test_a_whole_file_is_put_in_place_of_everything(anna: Anaplan, path: str) -> None:
    """Plain only: this call takes no gzip."""
    anna.upload("net.csv", NET)
    assert anna.put(path, gzip.compress(b"x"), GZIP) == 415
    assert anna.put(path, "Line,Net\nL1,1\n") == 204

    assert anna.ask("GET", path).content == b"Line,Net\nL1,1\n"


def test_an_upload_of_unknown_length_is_not_there_before_complete(anna: Anaplan, path: str) -> None:
    """The import fails, and finds the file after /complete."""
    begin(anna, path, -1)
    anna.put(f"{path}/chunks/0", NET)
    before = anna.run("imports", "Net")["result"]
    chunks = complete(anna, path)
    after = anna.run("imports", "Net")["result"]

    assert (before["successful"], before["details"][0]["type"]) == (False, "uploadedFileNoLongerAvailable")
    assert chunks == 1
    assert after["successful"]
    assert net(anna) == {"L1": "5", "L2": "7"}


def test_an_unfinished_upload_may_be_the_old_content(anna: Anaplan, path: str) -> None:
    """By switch: the worse case for a client, since nothing fails."""
    anna.admin("POST", "settings", {"use_old_file": True})
    anna.upload("net.csv", NET)
    begin(anna, path, -1)
    anna.put(f"{path}/chunks/0", "Line,Net\nL1,1\n")

    assert anna.run("imports", "Net")["result"]["successful"]
    assert net(anna) == {"L1": "5", "L2": "7"}


def test_an_upload_of_known_length_is_ready_with_its_last_chunk(anna: Anaplan, path: str) -> None:
    """No /complete; while a chunk is missing the import fails."""
    begin(anna, path, 2)
    anna.put(f"{path}/chunks/1", NET[11:])
    before = anna.run("imports", "Net")["result"]["successful"]
    anna.put(f"{path}/chunks/0", NET[:11])
    after = anna.run("imports", "Net")["result"]["successful"]

    assert (before, after) == (False, True)


def test_a_gap_is_not_closed_by_complete(anna: Anaplan, path: str) -> None:
    """A missing chunk makes the import fail."""
    begin(anna, path, -1)
    anna.put(f"{path}/chunks/0", NET[:11])
    anna.put(f"{path}/chunks/2", NET[11:])
    complete(anna, path)

    assert not anna.run("imports", "Net")["result"]["successful"]


def test_complete_without_a_body_is_a_server_error(anna: Anaplan, path: str) -> None:
    """Seen with Anaplan; every working client sends the id."""
    begin(anna, path, -1)

    assert anna.status("POST", f"{path}/complete", headers={"Content-Type": "application/json"}) == 500


def test_the_copy_of_another_user_is_not_seen(anna: Anaplan, ben: Anaplan, path: str) -> None:
    """Upload and import must be the same user's."""
    anna.upload("net.csv", NET)

    assert ben.status("GET", path) == 404
    assert ben.run("imports", "Net")["result"]["details"][0]["type"] == "uploadedFileNoLongerAvailable"
    assert [(one["user"], one["content"]) for one in anna.admin("GET", "files")["files"]] == [
        (anna.user[0], NET.decode())
    ]


def test_a_default_file_is_used_where_no_copy_is_left(anna: Anaplan, ben: Anaplan) -> None:
    """Another user, or 48 idle hours later: old data load, and nothing tells."""
    anna.admin("POST", "seed", {"default_files": {"net.csv": "Line,Net\nL1,1\n"}})
    anna.upload("net.csv", NET)
    ben.run("imports", "Net")
    of_ben = net(anna)
    anna.run("imports", "Net")
    of_anna = net(anna)
    anna.admin("POST", "clock", {"advance": HOURS_49})
    late = Anaplan(anna.url, "models/" + anna.base.rpartition("/")[2], anna.user)

    assert late.run("imports", "Net")["result"]["successful"]
    assert (of_ben["L1"], of_anna["L1"], net(anna)["L1"]) == ("1", "5", "1")


def test_a_deleted_copy_is_gone_although_its_count_is_still_shown(anna: Anaplan, path: str) -> None:
    """Seen with Anaplan: the chunk count in the list is stale."""
    anna.upload("net.csv", NET)
    assert anna.status("DELETE", path) == 204

    assert anna.status("GET", f"{path}/chunks/0") == 404
    assert anna.status("GET", path) == 404
    shown = next(row for row in anna.get("files")["files"] if row["name"] == "net.csv")
    assert shown["chunkCount"] == 1


SOURCE = SourceFile("113000000001", "a.csv", ("a",), "UTF-8", ",", '"', 1, 2, None)


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(chunks=st.lists(st.binary(max_size=5), max_size=6), data=st.data())
def test_chunks_in_any_order_and_number_are_the_bytes_joined(chunks: list[bytes], data: st.DataObject) -> None:
    """The last write of an index wins; the order of arrival does not matter."""
    files = PrivateFiles(Clock(), Switches())
    order = data.draw(st.permutations(range(len(chunks))))
    again = data.draw(st.lists(st.sampled_from(order), max_size=4)) if order else []
    files.begin("u", SOURCE.id, len(chunks))
    for index in again:
        files.put("u", SOURCE.id, index, b"an earlier try")
    for index in order[:-1]:
        files.put("u", SOURCE.id, index, chunks[index])
    if order and order[-1] not in again:
        with pytest.raises(FileUnusableError):
            files.content("u", SOURCE)
    for index in order[-1:]:
        files.put("u", SOURCE.id, index, chunks[index])

    assert files.content("u", SOURCE) == b"".join(chunks)
