"""The demo house: its broker, its simulated devices and family, and its first words."""
