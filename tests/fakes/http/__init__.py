"""Products that are not there: each answers over real HTTP as the real one does."""
