"""What is reported on a day: volume, hot spots, storms, the road programme."""
