"""`python -m dashboard` is `yiping`: how processes of our own are started."""

from dashboard.cli import main

if __name__ == "__main__":
    main()
