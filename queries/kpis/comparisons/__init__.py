"""Parts beside each other: which differ by more than chance, how one went on after a measure, what comes by season."""
