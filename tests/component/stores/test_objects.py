"""Objects are written once."""

import gzip
import hashlib
from typing import Any

import pytest
from botocore.exceptions import ClientError
from ml_connector.stores.gzipped import Lines
from ml_connector.stores.objects import AlreadyThere, NotThere, ObjectStore
from ml_connector.stores.scratch import ScratchStore

from tests.component.stores.doubles import Refusing


@pytest.fixture(params=["bucket", "scratch"])
def store(request: pytest.FixtureRequest, objects: ObjectStore) -> ObjectStore:
    """A look ahead must meet in memory what a run would meet in the bucket."""
    return objects if request.param == "bucket" else ScratchStore(objects)


def test_an_object_comes_back_as_it_was_put(store: ObjectStore) -> None:
    """The stores never change a byte: a page is evidence."""
    assert store.put_once("a/1", b"\x1f\x8b\x00raw", encoding="gzip")

    assert store.get("a/1") == b"\x1f\x8b\x00raw"


def test_the_same_bytes_put_again_are_not_a_fault(store: ObjectStore) -> None:
    """A repeated step writes the same objects and must not fail on its own work."""
    store.put_once("a/1", b"same")

    assert not store.put_once("a/1", b"same")


def test_other_bytes_under_a_used_key_are_refused_and_the_first_stay(store: ObjectStore) -> None:
    """An object that can change under the audit proves nothing."""
    store.put_once("a/1", b"first")

    with pytest.raises(AlreadyThere) as refusal:
        store.put_once("a/1", b"second")

    assert refusal.value.key == "a/1"
    assert store.get("a/1") == b"first"


def test_a_missing_object_is_named(store: ObjectStore) -> None:
    """An empty body never stands for an object that is not there."""
    with pytest.raises(NotThere, match="a/none"):
        store.get("a/none")


def test_a_racing_write_is_put_again(s3: Any, bucket: str) -> None:
    """S3 answers 409 while another conditional write of the key is under way; that is no verdict."""
    store = ObjectStore(Refusing(s3, "put_object", "ConditionalRequestConflict", times=3), bucket)  # type: ignore[arg-type]  # a stand-in

    assert store.put_once("a/1", b"mine")


def test_a_write_that_never_ends_racing_is_an_error(s3: Any, bucket: str) -> None:
    """Not written must not look like written before."""
    store = ObjectStore(Refusing(s3, "put_object", "ConditionalRequestConflict", times=99), bucket)  # type: ignore[arg-type]  # a stand-in

    with pytest.raises(ClientError):
        store.put_once("a/1", b"mine")


def test_an_object_carries_what_a_reader_and_an_auditor_need(objects: ObjectStore, s3: Any, bucket: str) -> None:
    """The digest is found without a download, and a browser knows how to show the object."""
    objects.put_once("a/1", b"body", content_type="text/csv", encoding="gzip")

    head = s3.head_object(Bucket=bucket, Key="a/1")
    assert (head["ContentType"], head["ContentEncoding"]) == ("text/csv", "gzip")
    assert head["Metadata"] == {"sha256": hashlib.sha256(b"body").hexdigest()}


def test_keys_are_listed_in_order_and_only_below_the_prefix(
    store: ObjectStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    """S3 lists a large run in several answers."""
    monkeypatch.setenv("MOTO_S3_DEFAULT_MAX_KEYS", "3")
    for index in reversed(range(10)):
        store.put_once(f"a/{index}", b"")
    store.put_once("b/1", b"")

    assert list(store.keys("a/")) == [f"a/{index}" for index in range(10)]


def test_equal_lines_are_equal_gzip() -> None:
    """A time in the header would make every repetition a conflict."""
    packed = Lines()
    for line in (b"one", b"two"):
        packed.add(line)
    body = packed.close()

    assert body[4:8] == bytes(4)
    assert gzip.decompress(body) == b"one\ntwo\n"


def test_a_look_ahead_reads_what_runs_have_left_and_adds_nothing_to_it(objects: ObjectStore) -> None:
    """What returns is on pages of earlier runs."""
    objects.put_once("runs/1/raw/page", b"old")
    scratch = ScratchStore(objects)

    scratch.put_once("runs/look/raw/page", b"new")

    assert (scratch.get("runs/1/raw/page"), list(scratch.keys("runs/"))) == (b"old", ["runs/look/raw/page"])
    assert list(objects.keys("runs/")) == ["runs/1/raw/page"]
