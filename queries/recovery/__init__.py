"""Agreement of store and landing/: recovery at a start, repair, packing, rebuild."""
