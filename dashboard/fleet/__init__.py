"""Units, devices and partners as people ask for them: the nearest to a point, the load of workers, who is joined."""
