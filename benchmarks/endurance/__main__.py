"""`python -m benchmarks.endurance FOLDER …`"""

from benchmarks.endurance.run import main

main()
