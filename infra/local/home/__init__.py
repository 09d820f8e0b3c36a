"""The second home of the stack: the synthesized template on this machine, with nothing left behind afterwards.

with LocalHome(Path("infra/settings/demo.yaml")) as home:
    home.put_credentials("ml-connector/xero/group", {...})
    ending = home.run("actuals", {"trigger": "person"}).wait(60)
"""

from infra.local.home.description import Description
from infra.local.home.endings import Ending, Step
from infra.local.home.home import Home, attach
from infra.local.home.lifecycle import LocalHome
from infra.local.home.runs import Run

__all__ = ["Description", "Ending", "Home", "LocalHome", "Run", "Step", "attach"]
