"""One file for each kind of guardrail; a new kind is a new file here."""
