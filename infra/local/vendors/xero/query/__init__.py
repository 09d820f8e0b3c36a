"""What a list request may ask for: since when, where, in which order, which page. Plain data in and out."""
