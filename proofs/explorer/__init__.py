"""A seeded explorer: the real core lives on a virtual clock, and is watched."""
