"""Evaluations over HTTP: GET /api/v1/evaluation and /api/v1/evaluation/EVALUATION."""
