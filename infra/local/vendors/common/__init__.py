"""Plumbing for vendor simulators: server, clock, journal, faults. Knows no vendor."""
