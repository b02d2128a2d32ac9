"""What the arbiter does with a proposal: who may wish, what the rules say, what is left of it."""
