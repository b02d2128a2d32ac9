"""What a Philips Hue bridge says of itself and of what is behind it."""
