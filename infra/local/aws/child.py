"""The program of MiniStack's process: MiniStack itself, and an end that comes with the end of whoever started it.

The starter holds the other side of standard input and never writes to it. When it closes that side, or is killed and
the system does, the workers, the files and this process go.
"""

import os
import shutil
import signal
import sys
import tempfile
import threading
from pathlib import Path

from ministack import app

from infra.local.aws.callbacks import teach_callbacks
from infra.local.aws.forking import end_forks, teach_forking
from infra.local.aws.policies import tell_policies
from infra.local.aws.redrive import teach_redrive

_TRIES = 100


def main() -> None:
    """Serve until standard input ends."""
    threading.Thread(target=_end_with_the_starter, daemon=True).start()
    teach_redrive()
    teach_callbacks()
    teach_forking()
    if app.AUTH:
        tell_policies()
    app.main()


def _end_with_the_starter() -> None:
    sys.stdin.buffer.read()
    end_forks()
    _remove(Path(tempfile.gettempdir()))
    os.killpg(os.getpgrp(), signal.SIGKILL)


def _remove(folder: Path) -> None:
    """Again while it is there: MiniStack itself may be unpacking a function into it."""
    for _ in range(_TRIES):
        shutil.rmtree(folder, ignore_errors=True)
        if not folder.exists():
            return
