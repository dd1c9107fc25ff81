"""The mode of operation of a city and its areas, everyday or emergency: what each changes, and who switched when."""
