"""The command line: one file for each command; it talks to the hub over the console's socket."""
