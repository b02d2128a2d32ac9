"""The Home Assistant family, told as it would be by the products themselves."""
