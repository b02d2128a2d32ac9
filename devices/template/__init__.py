"""What announcements write as templates: bounded in every way, since they come from anybody."""
