"""What Home Assistant is offered of ours by MQTT discovery."""
