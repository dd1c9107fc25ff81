"""What askers see who may not see the whole city: views of its rows, and statements put to them."""
