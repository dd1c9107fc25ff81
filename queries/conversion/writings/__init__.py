"""How people and programs write values: words for "empty", times in words, placeholder dates, numbers, points."""
