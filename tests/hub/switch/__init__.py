"""Tests of the physical switches' lines."""
