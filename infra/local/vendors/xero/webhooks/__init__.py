"""The simulated Xero's webhooks: what edits become events, how they are delivered, and what may go wrong with that.

Source: Xero, Webhooks: Overview, Configuring your server, Delivery; xero-webhooks.yaml.
"""
