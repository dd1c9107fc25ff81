"""Readers of files: CSV, Excel, JSON, XML and Parquet as pieces of rows with their line numbers."""
