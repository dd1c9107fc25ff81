"""Panels of the ledger of data: its systems, and the system, field or number that is opened."""
