"""The same twelve questions asked of yiping and of Apache Superset (`python -m benchmarks.superset`)."""
