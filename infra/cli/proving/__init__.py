"""The proof of a run for people: as a table, as CSV, and as one HTML page."""
