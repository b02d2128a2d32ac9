"""Translate and wish: families, agents and simulated devices; no I/O, no loop, no clock."""
