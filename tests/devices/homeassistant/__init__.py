"""The pieces that the Home Assistant family is made of."""
