"""The standing meeting of cross-boundary cases: its days, and which cases stand for it as of a moment."""
