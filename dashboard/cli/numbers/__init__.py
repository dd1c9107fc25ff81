"""Commands that answer with numbers: one, its cases, and parts beside each other."""
