"""Briefings over HTTP: which there are, their documents and pages, and POST /api/v1/briefings for a file of one."""
