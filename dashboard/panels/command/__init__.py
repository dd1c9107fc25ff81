"""Panels of the command screen: the roll-call that is shown, those before it, and the form that makes one."""
