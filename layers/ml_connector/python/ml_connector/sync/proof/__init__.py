"""Whether the model equals the books: what documents post, what the trial balance moved, and what explains the rest.

Amounts are signed as the ledger signs them, debit positive, and in base currency.
"""
