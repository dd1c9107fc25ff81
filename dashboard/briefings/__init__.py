"""Briefings: the numbers of a city as a document whose first page is read in a minute, typeset for paper."""
