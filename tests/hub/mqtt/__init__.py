"""One MQTT connection, on brokers that are real."""
