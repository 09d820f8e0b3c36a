"""Starts the simulator, with the model of a folder or else the demo's."""

from pathlib import Path
from typing import Self

from infra.local.vendors.anaplan.declaration import Declaration, read_declaration
from infra.local.vendors.anaplan.simulator import AnaplanSimulator
from infra.local.vendors.common.clock import Clock
from infra.local.vendors.common.server import Running


class RunningAnaplan(Running[AnaplanSimulator]):
    """A started simulator; stopping it lets go of those who wait for its model."""

    def stop(self) -> None:
        """Stop listening, and drop whatever waits."""
        self.simulator.close()
        super().stop()

    def __enter__(self) -> Self:
        return self


def start(
    port: int = 0, data: Path | None = None, *, declaration: Declaration | None = None, clock: Clock | None = None
) -> RunningAnaplan:
    """A running simulator on 127.0.0.1.

    port         0 for any free one
    data         a folder with a ``model.json`` of the demo model's shape
    declaration  a model instead of a folder; without either, the demo's
    clock        real time unless given
    raises       OSError if the file or the port is not to be had, ValueError if the declaration contradicts itself
    """
    clock = clock or Clock()
    return RunningAnaplan(AnaplanSimulator(declaration or read_declaration(data), clock), port, clock)
