"""Proofs: the promises of the hub, each shown by something that can fail."""
