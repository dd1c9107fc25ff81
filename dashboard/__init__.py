"""What people see: screens, map, HTTP API, command line, server and simulator."""
