"""The way back: from an exported table to journals, and what may be done with them. Plain data in and out."""
