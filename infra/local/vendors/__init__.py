"""Simulators of the vendors: real servers with state, limits and errors of their own."""
