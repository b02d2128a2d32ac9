"""The tests: stories that a householder understands, and laws that hold for any house."""
