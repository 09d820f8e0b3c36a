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

from ministack import app
from ministack.core import lambda_runtime

from infra.local.aws.callbacks import teach_callbacks
from infra.local.aws.policies import tell_policies
from infra.local.aws.redrive import teach_redrive

_PATIENCE = 3.0


def main() -> None:
    """Serve until standard input ends."""
    threading.Thread(target=_end_with_the_starter, daemon=True).start()
    teach_redrive()
    teach_callbacks()
    if app.AUTH:
        tell_policies()
    app.main()


def _end_with_the_starter() -> None:
    sys.stdin.buffer.read()
    end = threading.Timer(_PATIENCE, _kill_group)
    end.daemon = True
    end.start()
    lambda_runtime.reset()  # ends the workers one by one, so that none is left as a zombie
    shutil.rmtree(tempfile.gettempdir(), ignore_errors=True)
    _kill_group()


def _kill_group() -> None:
    os.killpg(os.getpgrp(), signal.SIGKILL)


if __name__ == "__main__":
    main()
