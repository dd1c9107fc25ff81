"""The page of the screens as it leaves the server: its scripts, its style sheet, its modules in one answer."""
