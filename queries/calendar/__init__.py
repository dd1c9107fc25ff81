"""City days, time zones of whole columns, working time and holidays, the clock of a city."""
