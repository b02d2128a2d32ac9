"""The proofs: short forms of them, and that they can fail."""
