"""Making a vendor's login with a person at hand: what is asked, what is checked, what is stored."""
