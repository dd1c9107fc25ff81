"""The simulated city: its cases, fleet and feeds, the same for one seed."""
