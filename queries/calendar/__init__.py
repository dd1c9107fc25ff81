"""City days, time zones of whole columns, and the clock of a city."""
