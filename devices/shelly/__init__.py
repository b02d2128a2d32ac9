"""What Shelly products say and are told, apart from the way by which they are reached."""
