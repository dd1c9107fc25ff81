"""The web server's frame: gate, proxies, limits of connections and threads, headers, compression, error pages."""
