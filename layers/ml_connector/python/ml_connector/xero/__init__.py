"""What Xero is: how it is signed in to, asked, paged and read. Knows neither Anaplan nor where anything is kept."""
