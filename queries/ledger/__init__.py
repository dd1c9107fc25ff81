"""The ledger of data: systems, tables and fields of a city, how good they are, and which numbers rely on what."""
