"""Units, devices, partners, calls and rosters of the simulated city at any moment."""
