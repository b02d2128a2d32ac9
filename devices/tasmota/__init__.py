"""What Tasmota's firmware says of itself, says it is, and is told."""
