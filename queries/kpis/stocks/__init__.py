"""Histories of stocks: from when until when each case counts, and how many count at the end of each day."""
