"""Loading: files and tables of cases into the store of a city."""
