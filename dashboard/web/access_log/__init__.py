"""The access log: who asked for what, when, from where, and what became of it; apart from the audit."""
