"""A decision looked at a second time: what it rested on, and what would change it."""
