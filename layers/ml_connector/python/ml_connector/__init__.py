"""Actuals from Xero into Anaplan: the shared package of every function."""
