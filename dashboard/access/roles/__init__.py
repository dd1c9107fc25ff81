"""What a visitor may do: abilities, the roles that give them, and which ability each route needs."""
