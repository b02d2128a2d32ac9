"""What is between this hub and its broker: its twins, what is stored there, whether it hears us."""
