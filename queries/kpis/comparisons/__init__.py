"""Parts of a city beside each other: which differ by more than chance, and how an area went on after a measure."""
