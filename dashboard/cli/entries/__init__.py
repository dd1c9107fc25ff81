"""Which commands are entered into the audit of a city, with who gave them."""
