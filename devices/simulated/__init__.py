"""A house full of devices and people that do not exist, for the demo and the tests."""
