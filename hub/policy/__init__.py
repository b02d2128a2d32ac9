"""The household's files: read, checked, and told what is wrong with them in plain words."""
