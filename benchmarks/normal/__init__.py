"""How often ordinary days lie inside the band of what is normal."""
