"""Dialogs that prove: parts beside each other, and before and after a measure."""
