"""What every family needs whose devices are found by mDNS and spoken to over HTTP."""
