"""The list of alarms, and the form that answers one."""
