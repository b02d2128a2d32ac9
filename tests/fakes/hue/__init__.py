"""A Philips Hue bridge that is not there."""
