"""Two squares beside each other and no cases: for what comes in."""
