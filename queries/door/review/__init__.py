"""How finished work is reviewed: samples of closed cases, and kinds that recur with their cures."""
