"""The registry of screens and panels, and the callbacks that keep them true to the address."""
