"""Fuzzing: bytes that a machine makes up are said to each family of devices."""
