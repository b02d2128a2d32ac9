"""What every family needs whose devices say by themselves how they are, on a line held to them."""
