"""The balance of a house: how much its people and its agents decide, counted from the journal."""
