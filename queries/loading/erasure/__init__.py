"""Erasures as deliveries: which cases lost what, the marks of texts that must not come back, and their application."""
