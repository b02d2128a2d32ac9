"""Measurements of speed and memory, beside a bare responder on the same broker."""
