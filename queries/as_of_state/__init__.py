"""The state of cases, devices, units, partners as of a moment, composed from data, with limits of silence."""
