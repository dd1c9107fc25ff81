"""The web server's frame: gate, headers, compression, error pages, listening socket."""
