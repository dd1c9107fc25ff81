"""landing/: accepted input as it came, with manifests, segments of frames, and packs."""
