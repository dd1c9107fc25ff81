"""The ledger of data as people are told of it: systems, their tables and fields, and which numbers rely on what."""
