"""Which devices there are, by which way, where they are, and whom they concern."""
