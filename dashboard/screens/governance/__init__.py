"""Layouts of the pages of governance: loops, spots, matters, evaluations, roll-calls, and the ledger."""
