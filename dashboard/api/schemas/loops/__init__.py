"""Models of the governance loops: how they stand, their lists, dispatch, agenda and evaluations."""
