"""How people and walls enter: signing in and out, their own account, the pairing of walls, links without an account."""
