"""The one place that builds clients: ``xero`` and ``anaplan`` those of the vendors, each other module some stores.

Small modules, because a function pays at every cold start for whatever it imports.

Everything is made on first use and kept while the function is warm. No code asks which home it runs in: boto3 reads
the endpoint of AWS from its own variable AWS_ENDPOINT_URL, and the vendors' hosts are settings.
"""
