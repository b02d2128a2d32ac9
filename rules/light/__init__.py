"""Colour: the ways in which lamps write it, and how one becomes another."""
