"""What people do and hold: taps, overrides, holds, switches, and who they are."""
