"""The values that may be known above this floor, by what they are about; imported from queries.values."""
