"""The house looks after itself: schedules, rules, agents, and what people do about them."""
