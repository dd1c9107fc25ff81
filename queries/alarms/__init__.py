"""Alarms: rules as data, what each finds as of a moment, and what becomes of the alarms that they raise."""
