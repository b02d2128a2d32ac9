"""What a WLED lamp says and is told, apart from where it is and whether it is itself."""
