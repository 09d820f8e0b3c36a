"""Who may ask: the app, its consents, its tokens and its connections. Source: Xero, OAuth 2.0."""
