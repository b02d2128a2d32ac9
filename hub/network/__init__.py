"""Devices that are reached by their address: found by mDNS, asked and told by HTTP."""
