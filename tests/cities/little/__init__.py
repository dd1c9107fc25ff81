"""A city of six levels, one branch deep, with 400 cases of its last two days; `history.py` makes sixty days for it."""
