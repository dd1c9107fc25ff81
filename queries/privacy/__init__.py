"""Personal data: which columns are personal, keyed references, sealing, and the masking of free text."""
