"""The balance: its counts over restarts, its figures and its charts."""
