"""Parquet files: their rows, and structures, lists and bytes in them as columns of single values."""
