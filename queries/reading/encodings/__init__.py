"""The encoding of a text that is not UTF-8: what each would make of it, and which of these readings is plausible."""
