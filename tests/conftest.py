"""For all tests: no property has a deadline, because machines are noisy; `pytest --timeout` ends what hangs."""

from hypothesis import settings

settings.register_profile("yiping", deadline=None)
settings.load_profile("yiping")
