"""What stands in front of the services: who is let in, and how often."""
