"""The organisations and what is in their books. Knows the shapes of records, nothing of HTTP."""
