"""Erasing what people wrote and who they are: what would go, what goes, and that nothing of it stays in landing/."""
