"""The screens, and the callbacks that keep them true to the address and to the newest stamp."""

from dashboard.screens.registration import register

__all__ = ["register"]
