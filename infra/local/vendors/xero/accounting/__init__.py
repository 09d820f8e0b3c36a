"""The Accounting API over HTTP: lists and single records of one organisation."""
