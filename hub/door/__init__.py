"""The door: who may come in by the page, with which phone, and what each may see and do."""
