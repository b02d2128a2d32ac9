"""The house that does not exist speaks as real products do."""
