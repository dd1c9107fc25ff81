"""Governance loops: which cases a loop takes in, how they stand in its stages; spots where the same comes back."""
