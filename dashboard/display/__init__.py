"""What panels, map and search share: frames, lists, axes, classes, wording, and KPI choices."""
