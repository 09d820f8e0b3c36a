"""A whole stage on this machine: the vendors' simulators where settings do not point elsewhere, and a home beside them.

with Stage() as stage:
    ending = stage.home.run("actuals", {"trigger": "person"}).wait(120)
"""

from infra.local.stage.stage import Stage

__all__ = ["Stage"]
