"""What a rate counts and does not find in its numerator: which rows these are, the longest first."""
