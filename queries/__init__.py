"""What is known of a city: the store, loading, the KPI dictionary and every question asked. Knows no web."""
