"""Making a new city from boundary files: reading, checking, assembling levels, reporting."""
