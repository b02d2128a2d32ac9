"""Tests of what judges the broker kills."""
