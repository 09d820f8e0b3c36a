"""A simulator of Xero: identity, connections and the Accounting API with its ledger, over real HTTP.

with start(data=Path("books")) as xero:
    xero.url, xero.description(), xero.simulator.state
"""

from infra.local.vendors.xero.start import start

__all__ = ["start"]
