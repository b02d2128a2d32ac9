"""How the balance of a house is counted."""
