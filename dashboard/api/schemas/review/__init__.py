"""Models of how finished work is reviewed: samples of closed cases and the verdicts on them."""
