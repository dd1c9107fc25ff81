"""The panels: one file each, with what it asks and a pure drawing of the answers."""
