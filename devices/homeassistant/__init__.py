"""How Home Assistant's MQTT discovery describes things, and how such things are read and told."""
