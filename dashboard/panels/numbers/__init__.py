"""The card of one figure, and the list of the cases behind it."""
