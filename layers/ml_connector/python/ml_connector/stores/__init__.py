"""What the connector remembers, one class per store, each given its client, table or bucket.

Knows S3, DynamoDB and Secrets Manager; knows neither vendor and decides nothing about rows.
"""
