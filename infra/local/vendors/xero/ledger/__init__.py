"""The double entry behind the documents: which postings they make, and what every account stands at."""
