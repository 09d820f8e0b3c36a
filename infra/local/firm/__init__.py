"""Harbour & Vale: a made-up firm of 200 people with two Xero organisations, the same bytes every time.

`organisations` gives it as Xero-shaped records, `write` as folders of JSON files. Nothing in it is anybody's data.
"""

from infra.local.firm.folder import write
from infra.local.firm.organisation import AS_OF, Organisation, organisations

__all__ = ["AS_OF", "Organisation", "organisations", "write"]
