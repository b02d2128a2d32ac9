"""The laws of the core: promises that hold over any history, and the faults that they catch."""
