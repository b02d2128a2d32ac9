"""The balance of the house as people see it: counts, figures, charts and sentences."""
