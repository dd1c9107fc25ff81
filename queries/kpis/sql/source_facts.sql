-- Statements of source_facts.py: what the store knows of cases and their sources in its present version.

-- name: sources
SELECT source, steps, cadence_s, watermark, first_reported, last_reported, last_load, rows
FROM city.sources WHERE kind = 'events' ORDER BY source

-- name: newest_recording
SELECT max(recorded_at) FROM city.data_versions

-- name: first_recording
-- When the first batch of cases was recorded.
SELECT min(recorded_at) FROM city.batches WHERE source IN (SELECT source FROM city.sources WHERE kind = 'events')

-- name: untimed
-- How many cases are closed or voided without a time of it.
SELECT
  (SELECT count(*) FROM city.events WHERE closed_at IS NULL AND first_closed_at IS NULL AND status = 'closed')
  + (SELECT count(*) FROM city.events WHERE voided_at IS NULL AND status = 'voided')

-- name: newest_closing
SELECT greatest(max(closed_at), max(reworked_at)) FROM city.events

-- name: lone_first_closing
-- Whether some case has a first closing and no last one, without rework since.
SELECT 1 FROM city.events
WHERE closed_at IS NULL AND first_closed_at IS NOT NULL AND (reworked_at >= first_closed_at) IS NOT TRUE LIMIT 1

-- name: untimed_counter
-- Whether some case counts something without the time at which it first happened.
SELECT 1 FROM city.events WHERE @counter > 0 AND @time IS NULL LIMIT 1

-- name: column_known
-- Whether $source ever filled a column.
SELECT 1 FROM city.events WHERE source = $source AND @column IS NOT NULL LIMIT 1

-- name: bounds
-- First and last time of a branch of a basis.
SELECT min(@time), max(@time) FROM @source AS stored
