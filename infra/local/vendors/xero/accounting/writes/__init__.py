"""What can be written: manual journals, and notes in the history of a record."""
