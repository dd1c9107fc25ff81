-- Statements of fields.py: of how many rows of each source each column is known.

-- name: filled
count(@column)

-- name: of_cases
SELECT source, count(*), @counted FROM city.@table GROUP BY source ORDER BY source

-- name: reported
-- Rows of reports: of each thing the newest.
SELECT source, count(*), @counted FROM city.@table GROUP BY source ORDER BY source

-- name: delivered
-- Steps, whose source is that of the case.
SELECT delivered_by, count(*), @counted FROM city.event_@table GROUP BY delivered_by ORDER BY delivered_by
