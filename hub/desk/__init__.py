"""The desk: where people ask what the house is and say what they want; page and console use it."""
