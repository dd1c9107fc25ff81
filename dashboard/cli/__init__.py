"""The command line `yiping`. Exit codes: 0 done, 1 failed or nothing loaded, 2 the command was written wrongly."""

import os

from dashboard.cli.application import app


def main() -> None:
    """Entry point of the `yiping` command. What it writes only its owner may read: texts of persons are in it."""
    os.umask(0o077)
    app(prog_name="yiping")
