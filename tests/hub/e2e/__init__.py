"""The hub as a process, with a real broker, as the household meets it."""
