"""Click to paint where the user stands, beside a plain Dash app over pandas (`python -m benchmarks.screen`)."""
