"""The store: DuckDB database, schema, statements with time limits, shared answers, versions and stamps."""
