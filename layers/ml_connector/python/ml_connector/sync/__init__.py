"""The decisions: what to pull, what to send, what is proven. Plain data in and out; no AWS, no vendor, no network."""
