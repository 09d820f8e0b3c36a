"""MiniStack, an AWS on loopback, as a child process that leaves nothing behind.

Knows how to start and end it; what is deployed there is not its business.
"""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from http.client import HTTPConnection, HTTPException
from pathlib import Path

from infra.local.signals import undisturbed

HOST = "127.0.0.1"
REGION = "eu-west-2"
ACCESS_KEY = "test"  # MiniStack's root user

_TRIES = 3
_READY_SECONDS = 30.0
_STOP_SECONDS = 5.0
_PASSED_ON = ("PATH", "SSL_CERT_FILE", "REQUESTS_CA_BUNDLE", "HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy")


@contextmanager
def serve(*, enforce_iam: bool = False, pace: float = 1.0) -> Iterator[str]:
    """MiniStack's URL while the block lasts; afterwards its process, its workers and its files are gone.

    enforce_iam  refuse what the role of a function does not grant
    pace         factor on the time that workflows wait and pause before a retry
    raises       RuntimeError with the end of its log when it does not come up
    """
    folder = Path(tempfile.mkdtemp(prefix="ml-connector-home-"))
    process: subprocess.Popen[bytes] | None = None
    try:
        process, url = _started(folder, enforce_iam=enforce_iam, pace=pace)
        yield url
    finally:
        with undisturbed():
            if process:
                _stop(process)
            shutil.rmtree(folder, ignore_errors=True)


def _started(folder: Path, *, enforce_iam: bool, pace: float) -> tuple[subprocess.Popen[bytes], str]:
    for _ in range(_TRIES):  # between choosing a free port and listening on it, somebody else may take it
        port = free_port()
        process = _launch(folder, _environment(folder, port, enforce_iam=enforce_iam, pace=pace))
        if _ready(process, port, folder.name):
            return process, f"http://{HOST}:{port}"
        _stop(process)
    log = (folder / "log").read_text(encoding="utf-8", errors="replace")[-2000:]
    raise RuntimeError(f"The local AWS (MiniStack) did not come up in {_TRIES} tries. The end of its log:\n{log}")


def free_port() -> int:
    """A port of loopback that nobody listens on now, and somebody else may a moment later."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def _launch(folder: Path, environment: dict[str, str]) -> subprocess.Popen[bytes]:
    with (folder / "log").open("ab") as log:
        return subprocess.Popen(
            [sys.executable, "-c", "from infra.local.aws.child import main; main()"],  # forks begin with no main module
            env=environment,
            stdin=subprocess.PIPE,  # closes when this process ends, however it ends: the child goes by that
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,  # out of reach of Ctrl-C, which is for us to answer
        )


def _environment(folder: Path, port: int, *, enforce_iam: bool, pace: float) -> dict[str, str]:
    """Complete and our own, because functions inherit all of it."""
    root = Path(__file__).parents[3]
    return {
        **{name: os.environ[name] for name in _PASSED_ON if name in os.environ},
        "NO_PROXY": HOST,
        "PYTHONPATH": str(root),
        "HOME": str(folder),
        "TMPDIR": str(folder),
        "STATE_DIR": str(folder / "state"),
        "TZ": "UTC",  # as in Lambda
        "LANG": "C.UTF-8",
        "BIND_HOST": HOST,
        "GATEWAY_PORT": str(port),
        "AWS_ENDPOINT_URL": f"http://{HOST}:{port}",  # where functions call back
        "AWS_ACCESS_KEY_ID": ACCESS_KEY,
        "AWS_SECRET_ACCESS_KEY": ACCESS_KEY,
        "AWS_DEFAULT_REGION": REGION,
        "MINISTACK_REGION": REGION,
        "AUTH": str(enforce_iam).lower(),
        "SFN_WAIT_SCALE": str(pace),
        "LOG_LEVEL": "WARNING",
        "MINISTACK_EDITION": folder.name,  # by which it is told from whoever else may listen
        "DOCKER_HOST": f"unix://{folder}/no-docker",
        "IOT_MTLS_ENABLED": "0",  # listens on a fixed port
        "SFTP_ENABLED": "0",
    }


def _ready(process: subprocess.Popen[bytes], port: int, name: str) -> bool:
    """Whether it is this process that answers there: it ends by itself when somebody else has the port."""
    end = time.monotonic() + _READY_SECONDS
    while process.poll() is None and time.monotonic() < end:
        if _name(port) == name:
            return True
        time.sleep(0.02)
    return False


def _name(port: int) -> object:
    """What the MiniStack at a port was told to call itself; None where there is none."""
    with closing(HTTPConnection(HOST, port, timeout=1)) as connection:
        try:
            connection.request("GET", "/_ministack/health")
            told = json.loads(connection.getresponse().read())
        except (OSError, HTTPException, ValueError):
            return None
    return told.get("edition") if isinstance(told, dict) else None


def _stop(process: subprocess.Popen[bytes]) -> None:
    if process.stdin:
        process.stdin.close()
    try:
        process.wait(_STOP_SECONDS)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
