"""See ../CONTRIBUTING.md for what lives on this floor."""
