"""What the actions of a model do: import, export and delete. Knows no HTTP and no waiting."""
