"""What devices that follow the Homie convention, fourth or fifth edition, say and are told."""
