"""Files that a browser sends to be looked at and loaded: what is chosen about them, and what is shown of them."""
