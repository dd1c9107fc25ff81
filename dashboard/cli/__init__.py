"""The command line `yiping`. Exit codes: 0 done, 1 failed or nothing loaded, 2 the command was written wrongly."""

from dashboard.cli.application import app


def main() -> None:
    """Entry point of the `yiping` command."""
    app(prog_name="yiping")
