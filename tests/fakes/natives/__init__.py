"""Devices that speak their own dialect over MQTT, as far as a household sees it."""
