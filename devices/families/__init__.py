"""One file for each family of devices; a new family is a new file here that sets `FAMILY`."""
