"""A simulator of Xero: identity, connections and the read side of the Accounting API, over real HTTP.

with start(data=Path("books")) as xero:
    xero.url, xero.description(), xero.simulator.state
"""

from infra.local.vendors.xero.start import start

__all__ = ["start"]
