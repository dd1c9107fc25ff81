"""`python -m benchmarks.screen FOLDER …`"""

from benchmarks.screen.run import main

main()
