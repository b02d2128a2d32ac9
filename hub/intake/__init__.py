"""What people and programs send from outside: checked at the border, paced, refused in words."""
