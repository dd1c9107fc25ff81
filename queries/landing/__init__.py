"""landing/: accepted input without its personal columns, with manifests, segments of frames, and packs."""
