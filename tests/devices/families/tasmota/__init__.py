"""What the family makes of Tasmota products."""
