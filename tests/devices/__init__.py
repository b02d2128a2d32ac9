"""What families, agents and simulated devices must do."""
