"""Brokers that are killed and frozen: a household that lives on, and what its lamps were told."""
