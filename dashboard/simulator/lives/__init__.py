"""The lives of simulated cases: acceptance, handling, ending, planned families."""
