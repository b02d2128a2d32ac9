"""The law of the house: plain, synchronous, deterministic; no I/O and no clock."""
