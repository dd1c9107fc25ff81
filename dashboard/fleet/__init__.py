"""Units and devices as people ask for them: the nearest to a point or case, and the load of workers on duty."""
