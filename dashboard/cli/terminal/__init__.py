"""Stdout and stderr of a command, and Ctrl-C."""
