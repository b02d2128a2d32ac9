"""One file for each kind of agent; a new kind is a new file here that sets `KIND`."""
