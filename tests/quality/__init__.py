"""What the page weighs and how quick it is, beside its budgets; run alone by `make quality`."""
