"""What Anaplan is: its login, its calls, its files, its actions and what their results mean."""
