"""How values look on Xero's wire. Knows no endpoint."""
