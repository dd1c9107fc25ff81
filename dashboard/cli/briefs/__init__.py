"""`yiping brief`: a briefing as a file, and what became of the numbers of one."""
