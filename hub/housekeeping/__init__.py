"""What a household looks after: its schedules, rules, agents, devices and the hub itself."""
