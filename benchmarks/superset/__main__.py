"""`python -m benchmarks.superset FOLDER --python PYTHON`"""

from benchmarks.superset.run import main

main()
