"""What each agent kind wishes for, and when it keeps quiet."""
