"""The one place that builds clients: ``aws``, ``control``, ``parked`` and ``memory`` the stores,
``xero`` and ``anaplan`` the vendors' clients.

Everything is made on first use and kept while the function is warm. No code asks which home it runs in: boto3 reads
the endpoint of AWS from its own variable AWS_ENDPOINT_URL, and the vendors' hosts are settings.
"""
