"""The KPI dictionary and its answers: questions, statements, values, parts, notes."""
