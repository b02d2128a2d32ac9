"""What each kind of guardrail must do."""
