"""Views and notes that people save: their file, their way into a city, and what of them a screen shows."""
