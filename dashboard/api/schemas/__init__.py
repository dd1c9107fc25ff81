"""Pydantic models of what the HTTP API takes and answers, one module for each resource."""
