"""The card of one case, and lists of cases as CSV."""
