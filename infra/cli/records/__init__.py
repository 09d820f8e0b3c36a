"""What became of one record: finding it, and telling its story over all runs."""
