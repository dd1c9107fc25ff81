"""What the command line asks of a city, done here or by the running server."""
