"""`python -m benchmarks.endurance FOLDER …`"""

import os
import sys

from benchmarks.endurance.run import main
from dashboard.cli.serve import ALLOCATION

if not ALLOCATION.keys() <= os.environ.keys():  # begun anew as a server's process takes memory
    again = [sys.executable, "-m", "benchmarks.endurance", *sys.argv[1:]]
    os.execve(sys.executable, again, ALLOCATION | os.environ)  # noqa: S606  (this program)
main()
