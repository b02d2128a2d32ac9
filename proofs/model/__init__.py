"""The model of the override protocol, and the runner that looks at every interleaving of it."""
