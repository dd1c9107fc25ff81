"""The command line `yiping`. Exit codes: 0 done, 3 loaded in part, 1 failed, 2 written wrongly."""

import os

from dashboard.cli.terminal import interruption
from dashboard.cli.terminal.imported_for_good import imported_for_good


def main() -> None:
    """Entry point of the `yiping` command. What it writes only its owner may read: texts of persons are in it."""
    interruption.end_at_once()
    os.umask(0o077)
    with imported_for_good():
        from dashboard.cli.application import app  # noqa: PLC0415 - Ctrl-C ends the import too
        from dashboard.cli.terminal.output_encoding import spell_out  # noqa: PLC0415

    spell_out()
    app(prog_name="yiping")
