"""What the two proofs of lasting share: a witness in the hub, a disk that fails, a household."""
