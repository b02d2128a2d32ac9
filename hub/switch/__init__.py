"""Physical override switches: lines that are read, whatever the network does."""
