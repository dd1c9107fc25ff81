"""Sources of a city: how each stands, how fresh it is, and its refused rows."""
