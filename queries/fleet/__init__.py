"""Units, devices and partners as last reported."""
