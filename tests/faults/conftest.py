"""The tiny city of the command line's tests."""

from tests.dashboard.cli.conftest import home, made_home

__all__ = ["home", "made_home"]
