"""What ESPHome boards say of themselves over their native API, as the hub's port writes it down."""
