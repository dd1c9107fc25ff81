"""Weekly samples of closed cases: how each is drawn from a stored seed, the verdicts of people, and pass rates."""
