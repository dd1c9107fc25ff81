"""Readers of files: CSV, Excel, JSON and Parquet as pieces of rows with their line numbers."""
