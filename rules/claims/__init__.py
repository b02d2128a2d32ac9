"""Decided wishes that are alive, and what a device is told because of them."""
