"""The shell: the only part that touches sockets, files, tasks and time."""
