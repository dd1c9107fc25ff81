"""Call-backs of closed cases: each attempt to reach the citizen, in rounds."""
