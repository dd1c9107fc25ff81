"""Units, devices, partners, calls and rosters of the simulated city, at any moment without memory of earlier ones."""

from dashboard.demo.fleet.fleet import CASES_WITHIN, Fleet

__all__ = ["CASES_WITHIN", "Fleet"]
