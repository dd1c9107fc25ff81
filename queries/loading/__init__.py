"""Applying accepted input to the store: staging, versions, memberships, and the summary of a load."""
