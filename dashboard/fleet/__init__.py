"""Units, devices and partners as people ask for them: nearest to a point, load of workers, who is joined, readings."""
