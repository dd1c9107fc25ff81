"""Personal data: which columns are personal, keyed references, and the masking of free text."""
