"""A seeded explorer: the real core lives through random hours on a virtual clock, and is watched."""
