"""Evidence that a hand is seen, and that what is no hand is not taken for one."""
