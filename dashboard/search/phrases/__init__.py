"""Questions in words: a phrase split by known words, each with its readings, and the addresses that they make."""
