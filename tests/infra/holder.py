"""A program that holds a home until it is told to end: what it leaves behind can be counted.

Usage: python -m tests.infra.holder FOLDER    (of an assembly; says the home's description when it is up)
"""

import sys
import time
from pathlib import Path

from ml_connector import plain

from infra.local.home import LocalHome
from infra.local.home.assembly import Assembly

if __name__ == "__main__":
    with LocalHome(assembly=Assembly(Path(sys.argv[1]), "Tiny")) as home:
        home.run("tiny", {"sleep": 1.5})
        sys.stdout.write(plain.json(home.description) + "\n")
        sys.stdout.flush()
        while True:
            time.sleep(1)
