"""Alarms as deliveries: what becomes of each (raised, changed, cleared), in landing/ and in the store."""
