"""The parts of Xero's records that this package uses, read tolerantly.

Unknown fields are ignored, enumerations stay text because Xero adds values at any time, figures are Decimal, and what
is not essential may be missing: text is then empty. What would change a decision if it were missing is required.
"""
