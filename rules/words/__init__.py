"""The vocabulary: frozen values that every other part of the house speaks in."""
