"""The parts of the proofs of lasting."""
