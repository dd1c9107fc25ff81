"""Reports of units, devices, call centres and partners: checked, and the newest of each key applied."""
