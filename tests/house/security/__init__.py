"""How safe the program is by the standard's list, by what it says of itself, and by what it never calls."""
