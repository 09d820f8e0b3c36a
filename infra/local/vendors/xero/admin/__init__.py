"""The operator's paths that only this simulator has, below ``/__admin__``.

GET PUT DELETE  tenants/{tenant}/{collection}[/{id}]    records; PUT with ?touch=false leaves UpdatedDateUTC alone
POST            tenants/{tenant}/Budgets/{id}/import    a budget file, as a person imports it in Budget Manager
POST            recode                                  a line of a document, without moving UpdatedDateUTC
POST            postings                                on the ledger, of what no document says, or out of balance
GET POST        settings, limits                        the switches of ``settings.Behaviour``, and the rate limits
POST            revoke, consent, scopes                 what the app may read and write
GET POST DELETE tenants[/{tenant}]                      whole organisations
POST            seed, drift, reset                      other books, edits between pages, back to the start
"""
