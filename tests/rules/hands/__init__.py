"""Is this report a person? Each part by itself, and the stories they tell together."""
